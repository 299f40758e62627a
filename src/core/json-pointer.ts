const INDEX = /^(?:0|[1-9]\d*)$/;

/** The value at a JSON pointer (RFC 6901); undefined where there is none. @param pointer empty = the whole value */
export function atPointer(value: unknown, pointer: string): unknown {
  let found = value;
  for (const escaped of pointer.split("/").slice(1)) {
    const name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    if (Array.isArray(found) && !INDEX.test(name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return found;
}
