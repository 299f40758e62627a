const MOST_CHARACTERS = 1024;
/** File systems take 255 bytes; what we add to a name (`.recording.json`, an ending while it is written) must fit too. */
const MOST_BYTES = 200;
const CONTROL = /\p{Cc}/u;

/** Whether a text is a path that stays below the folder it is written for, on any system: no root, no drive, no `..`, no backslash. */
export function isPathBelow(path: string): boolean {
  return path.length <= MOST_CHARACTERS && path.split("/").every(isFileName);
}

/** Whether a text may name a file in a folder, on any system. */
export function isFileName(name: string): boolean {
  return (
    name !== "" &&
    name !== "." &&
    name !== ".." &&
    bytesOf(name) <= MOST_BYTES &&
    name.trim() === name &&
    name.isWellFormed() &&
    !/[\\/:*?"<>|]/u.test(name) &&
    !CONTROL.test(name)
  );
}

/** Bytes of a text as UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
