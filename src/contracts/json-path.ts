import { isObject, parseJson } from "../core/json.ts";

/** Every member of an object, every item of an array. */
export const ALL = Symbol("*");
/** A member by name, an item by index (negative counts from the end), or all of them. */
export type PathStep = string | number | typeof ALL;
/** A JSON path as data: the steps from the root. */
export type JsonPath = readonly PathStep[];

/** Why a text is no path; `at` is the character, from 1, where it stops being one. */
export interface PathMistake {
  readonly at: number;
  readonly message: string;
}

const BLANK = "[ \\t\\n\\r]*";
const NAME = "[A-Za-z_\\u{80}-\\u{D7FF}\\u{E000}-\\u{10FFFF}][\\w\\u{80}-\\u{D7FF}\\u{E000}-\\u{10FFFF}]*";
const QUOTED = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
const SELECTOR = `\\[${BLANK}(?:(?<quoted>${QUOTED})|(?<index>0|-?[1-9][0-9]{0,14})|\\*)${BLANK}`;
const STEP = new RegExp(`${BLANK}(?:\\.(?:(?<name>${NAME})|\\*)|${SELECTOR}\\])`, "suy");
const WHOLE_NAME = new RegExp(`^${NAME}$`, "u");

/**
 * Reads the part of RFC 9535 that needs no search: `$`, `.name`, `["a b"]`, `['a b']`, `[0]`, `[-1]`, `[*]` and `.*`. Anything else is a mistake
 * with its place.
 */
export function parseJsonPath(text: string): JsonPath | PathMistake {
  if (!text.startsWith("$")) return { at: 1, message: "expected `$`, which every path begins with" };
  const steps: PathStep[] = [];
  let at = 1;
  while (at < text.length) {
    STEP.lastIndex = at;
    const groups = STEP.exec(text)?.groups;
    const step = groups === undefined ? null : stepOf(groups);
    if (step === null) return mistakeAt(text, at);
    steps.push(step);
    at = STEP.lastIndex;
  }
  return steps;
}

/** Whether a text was no path. */
export function isPathMistake(read: JsonPath | PathMistake): read is PathMistake {
  return !Array.isArray(read);
}

function stepOf({ name, quoted, index }: Readonly<Record<string, string | undefined>>): PathStep | null {
  if (name !== undefined) return name;
  if (index !== undefined) return Number(index);
  return quoted === undefined ? ALL : unquoted(quoted);
}

/** The name in quotes, single ones made double so that JSON's rules decide; null where it breaks them. */
function unquoted(text: string): string | null {
  const json = text.startsWith('"')
    ? text
    : `"${text.slice(1, -1).replaceAll(/\\.|"/gs, (found) => (found === '"' ? '\\"' : found === "\\'" ? "'" : found))}"`;
  const name = parseJson(json);
  return typeof name === "string" && name.isWellFormed() ? name : null;
}

/** What stands where a step was expected. */
function mistakeAt(text: string, from: number): PathMistake {
  const at = from + (new RegExp(BLANK, "y").exec(text.slice(from))?.[0].length ?? 0);
  const wrong = (index: number, message: string): PathMistake => ({ at: index + 1, message });
  if (at === text.length) return wrong(from, "white space stands at the end");
  if (text.startsWith("..", at)) return wrong(at, "`..` is not supported: write every name that leads there");
  if (text[at] === ".") return wrong(at + 1, 'expected a name or `*` after `.`; other names are written `["a b"]`');
  if (text[at] !== "[") return wrong(at, 'expected `.` or `[`; names with other characters are written `["a b"]`');
  const inside = at + 1 + (new RegExp(BLANK, "y").exec(text.slice(at + 1))?.[0].length ?? 0);
  const selector = new RegExp(SELECTOR, "suy");
  selector.lastIndex = at;
  const read = selector.exec(text);
  if (read === null) {
    const quote = text[inside] === '"' || text[inside] === "'";
    return wrong(
      inside,
      quote ? "a quoted name does not end" : "expected a name in quotes, an index or `*` inside `[ ]`",
    );
  }
  const end = selector.lastIndex;
  if (text[end] === "]") return wrong(inside, "a quoted name holds what JSON does not allow in a text");
  return wrong(end, "expected `]`: slices, lists and filters are not supported");
}

/** A path as text: `.name` where that can be written, `["a b"]` elsewhere. */
export function printJsonPath(path: JsonPath): string {
  return path.reduce<string>((text, step) => {
    if (step === ALL) return `${text}[*]`;
    if (typeof step === "string" && WHOLE_NAME.test(step)) return `${text}.${step}`;
    return `${text}[${typeof step === "string" ? JSON.stringify(step) : String(step)}]`;
  }, "$");
}

/** A value that a path leads to, and the steps that lead to it alone. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Everything a path leads to in parsed JSON, in its order; nothing where it leads nowhere. A member that is null is found. */
export function placesAt(root: unknown, path: JsonPath): readonly Place[] {
  let places: readonly Place[] = [{ path: [], value: root }];
  for (const step of path) places = places.flatMap((place) => following(place, step));
  return places;
}

function following({ path, value }: Place, step: PathStep): readonly Place[] {
  if (Array.isArray(value)) {
    if (step === ALL) return value.map((item: unknown, index) => ({ path: [...path, index], value: item }));
    const index = typeof step !== "number" ? -1 : step < 0 ? value.length + step : step;
    return index in value ? [{ path: [...path, index], value: value[index] as unknown }] : [];
  }
  if (!isObject(value)) return [];
  if (step === ALL) return Object.keys(value).map((name) => ({ path: [...path, name], value: value[name] }));
  return typeof step === "string" && Object.hasOwn(value, step) ? [{ path: [...path, step], value: value[step] }] : [];
}
