import { isObject, type JsonObject } from "../../core/json.ts";

/** Members that come whole, perhaps again with every piece; all other texts come in pieces. */
const WHOLE = new Set(["id", "type", "role", "index", "name", "status", "signature", "format", "expires_at"]);

type Building = Record<string, unknown>;

/** One more piece of a message, laid onto what came before: texts are joined, lists merged entry by entry. Changes `message`. */
export function accumulate(message: Building, delta: JsonObject): void {
  for (const [name, piece] of Object.entries(delta)) message[name] = joined(name, message[name], piece);
}

function joined(name: string, before: unknown, piece: unknown): unknown {
  if (piece === null || piece === undefined) return before === undefined ? piece : before;
  if (before === null || before === undefined) return begun(name, piece);
  if (typeof before === "string" && typeof piece === "string") {
    if (WHOLE.has(name)) return before === "" ? piece : before;
    return before + piece;
  }
  if (Array.isArray(before)) return withEntries(name, before, piece);
  if (Array.isArray(piece)) return withEntries(name, before === "" ? [] : [{ type: "text", text: before }], piece);
  if (!isObject(before) || !isObject(piece)) return piece;
  accumulate(before, piece);
  return before;
}

/** A first piece, as something that more can be laid onto. */
function begun(name: string, piece: unknown): unknown {
  if (Array.isArray(piece)) return withEntries(name, [], piece);
  if (!isObject(piece)) return piece;
  const made: Building = {};
  accumulate(made, piece);
  return made;
}

function withEntries(name: string, entries: unknown[], piece: unknown): unknown[] {
  const given: readonly unknown[] = Array.isArray(piece) ? piece : piece === "" ? [] : [{ type: "text", text: piece }];
  for (const entry of given) {
    const known = isObject(entry) ? entryFor(name, entries, entry) : undefined;
    if (known === undefined) entries.push(begun(name, entry));
    else accumulate(known, entry as JsonObject);
  }
  return entries;
}

/** Which entry a piece continues: of the same index and id, else the last one where it is a text of the same kind or a call without an id. */
function entryFor(name: string, entries: readonly unknown[], piece: JsonObject): Building | undefined {
  const { index, id, type } = piece;
  const sameId = (entry: JsonObject): boolean =>
    typeof id !== "string" || id === "" || entry["id"] === undefined || entry["id"] === "" || entry["id"] === id;
  const last = entries.at(-1);
  if (typeof index === "number") {
    return entries.findLast((entry) => isObject(entry) && entry["index"] === index && sameId(entry)) as Building;
  }
  if (!isObject(last)) return undefined;
  if (name === "tool_calls") return typeof id === "string" && id !== last["id"] ? undefined : (last as Building);
  const isText = type === "text" || type === "thinking";
  return isText && last["type"] === type ? (last as Building) : undefined;
}
