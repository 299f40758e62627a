const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const COLON = 58;
const COMMA = 44;

/** Where a string that opens at `at` ends: the position after its closing quote. */
function endOfString(bytes: Uint8Array, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i + 1;
  }
  return bytes.length;
}

interface Member {
  readonly name: string;
  /** The value, white space around it included. */
  readonly from: number;
  readonly to: number;
}

/** The members of a JSON object that is known to be one, as they stand in its bytes. */
function membersOf(bytes: Uint8Array): readonly Member[] {
  const members: Member[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let depth = 0;
  let name: string | null = null;
  let from = 0;
  const end = (at: number): void => {
    if (name !== null) members.push({ name, from, to: at });
    name = null;
  };
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      const after = endOfString(bytes, i);
      // Between members of the outermost object a string is a name.
      if (depth === 1 && name === null) {
        name = JSON.parse(text.toString("utf8", i, after)) as string;
        while (bytes[i] !== COLON || i < after) i++;
        from = i + 1;
      } else i = after - 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (--depth === 0) end(i);
    } else if (byte === COMMA && depth === 1) end(i);
  }
  return members;
}

/**
 * A JSON object's bytes with some members set, everything else as it was to the byte: no number is written anew, nothing is reordered.
 * A member that is not there goes first.
 */
export function patchBody(bytes: Uint8Array, patch: Readonly<Record<string, unknown>>): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members = membersOf(bytes);
  const parts: Buffer[] = [];
  const fresh = Object.keys(patch).filter((name) => !members.some((member) => member.name === name));
  const open = source.indexOf(OPEN_BRACE) + 1;
  const inserted = fresh.map((name) => `${JSON.stringify(name)}:${JSON.stringify(patch[name])}`).join(",");
  parts.push(source.subarray(0, open), Buffer.from(inserted + (inserted === "" || members.length === 0 ? "" : ",")));
  let at = open;
  for (const { name, from, to } of members) {
    if (!Object.hasOwn(patch, name)) continue;
    parts.push(source.subarray(at, from), Buffer.from(JSON.stringify(patch[name])));
    at = to;
  }
  parts.push(source.subarray(at));
  return Buffer.concat(parts);
}
