import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  stringify,
  visit,
  type YAMLError,
} from "yaml";

/** A value as JSON could hold it, or what is wrong with the text and, where known, on which line (1-based). */
export type YamlText = { readonly value: unknown } | { readonly mistake: string; readonly line: number | null };

/** Times that one anchor is used, those inside what it repeats included: a few lines could stand for more than memory holds. */
const MAX_ALIASES = 100;

/**
 * Reads one document of YAML 1.2 (core schema): `on`, `no`, `08:00` and dates are texts, keys are texts and each stands once in its map.
 * What JSON cannot hold is a mistake: numbers without end, own tags, an alias inside what it repeats.
 */
export function parseYaml(text: string): YamlText {
  const { document, lineOf } = readNodes(text);
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) return { mistake: mistakeText(first, text), line: lineOf(first.pos[0]) };
  const found = asJsonHasIt(document.contents);
  if (found !== null) return { mistake: found.mistake, line: lineOf(found.position) };
  try {
    // The library counts the anchor itself too.
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES + 1 }) as unknown };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { mistake: `an anchor is repeated more than ${MAX_ALIASES} times: write the value out`, line: null };
  }
}

/**
 * The line (1-based) on which a path of keys and positions stands in a text of YAML or JSON; where it leads to nothing, that of the
 * last thing on the way.
 */
export function lineAtPath(text: string, path: readonly PropertyKey[]): number {
  return linesIn(text)(path);
}

/** The same for any number of paths: the text is read once. */
export function linesIn(text: string): (path: readonly PropertyKey[]) => number {
  const { document, lineOf } = readNodes(text);
  return (path) => lineOf(positionAt(document, path));
}

function positionAt(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let position = startOf(node) ?? 0;
  for (const key of path) {
    const at: unknown = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(at) ? at.items.find((item) => isScalar(item.key) && item.key.value === String(key)) : undefined;
    const next: unknown = isSeq(at) ? at.items[Number(key)] : pair?.value;
    position = startOf(pair?.key) ?? startOf(next) ?? position;
    if (next === undefined) break;
    node = next;
  }
  return position;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function readNodes(text: string): { readonly document: Document.Parsed; readonly lineOf: (at: number) => number } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
    lineCounter: lines,
  });
  return { document, lineOf: (at) => lines.linePos(at).line };
}

/** A JSON value as YAML that `parseYaml` reads back as the same value; ends with a line break. */
export function yamlText(value: unknown): string {
  return stringify(value, { version: "1.2", schema: "core", lineWidth: 0, aliasDuplicateObjects: false });
}

function mistakeText({ code, message, pos: [from, to] }: YAMLError, text: string): string {
  if (code === "DUPLICATE_KEY") {
    const key = /^[^\s:]+/u.exec(text.slice(from, Math.max(to, from + 40)))?.[0] ?? "";
    return `a map has the key ${key} twice`;
  }
  if (code === "MULTIPLE_DOCS") return "expected one document, found several";
  if (code === "RESOURCE_EXHAUSTION") return "it is nested too deeply";
  if (code === "NON_STRING_KEY") return "expected a text as key of a map";
  return message;
}

/** Makes of numbers what JSON would have, and finds what it cannot have. */
function asJsonHasIt(contents: Node | null): { readonly mistake: string; readonly position: number } | null {
  const anchors = new Map<string, Node>();
  let found: ReturnType<typeof asJsonHasIt> = null;
  const stop = (mistake: string, node: Node): symbol => {
    found = { mistake, position: node.range?.[0] ?? 0 };
    return visit.BREAK;
  };
  visit(contents, {
    Node(_, node, path) {
      if (isAlias(node)) {
        const repeated = anchors.get(node.source);
        if (repeated === undefined) return stop(`there is no anchor &${node.source} before *${node.source}`, node);
        return path.includes(repeated) ? stop(`*${node.source} stands inside what it repeats`, node) : undefined;
      }
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (!isScalar(node) || typeof node.value !== "number") return undefined;
      // JSON as it is written has one zero: -0 would be 0 as soon as it was stored.
      if (node.value === 0) node.value = 0;
      return Number.isFinite(node.value)
        ? undefined
        : stop(`expected a number that JSON can hold, found ${node.source ?? node.value}`, node);
    },
  });
  return found;
}
