import type { Mistake } from "./editor-parts.ts";

/** Where a text stops being JSON, and what was expected there; null where it is JSON. Browsers do not all say where. */
export function syntaxMistake(text: string): Mistake | null {
  const broken = read(text);
  if (broken === null) return null;
  const at = Math.min(broken.at, text.length);
  return { at, message: `Line ${lineOf(text, at)}: this is not JSON, expected ${broken.expected}` };
}

/** From 1. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

interface Broken {
  readonly at: number;
  readonly expected: string;
}

const SPACE = /[ \t\r\n]*/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** A piece at a time: of a long string a single match would fill the stack. */
const PIECE = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y; // oxlint-disable-line no-control-regex

function ends(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** After the string that begins here. */
function stringEnd(text: string, from: number): number | Broken {
  let at = from + 1;
  for (;;) {
    if (text[at] === '"') return at + 1;
    const next = ends(PIECE, text, at);
    if (next === null) return { at, expected: "the string to end with a quotation mark" };
    at = next;
  }
}

function read(text: string): Broken | null {
  /** What is open, innermost last: an object or a list. */
  const open: ("{" | "[")[] = [];
  let at = ends(SPACE, text, 0) ?? 0;
  let wants: "value" | "first" | "key" | "end" = "value";
  for (;;) {
    const sign = text[at];
    const within = open.at(-1);
    if (wants === "end") {
      if (within === undefined) return sign === undefined ? null : { at, expected: "nothing more" };
      const close = within === "{" ? "}" : "]";
      if (sign === close) open.pop();
      else if (sign === ",") wants = within === "{" ? "key" : "value";
      else return { at, expected: `a comma or ${close}` };
      at += 1;
    } else if (wants === "first" && (sign === "}" || sign === "]")) {
      if (sign !== (within === "{" ? "}" : "]"))
        return { at, expected: within === "{" ? "a name or }" : "a value or ]" };
      open.pop();
      wants = "end";
      at += 1;
    } else if (within === "{" && (wants === "first" || wants === "key")) {
      if (sign !== '"') return { at, expected: "a name in quotation marks" };
      const end = stringEnd(text, at);
      if (typeof end !== "number") return end;
      at = ends(SPACE, text, end) ?? end;
      if (text[at] !== ":") return { at, expected: "a colon" };
      at += 1;
      wants = "value";
    } else if (sign === "{" || sign === "[") {
      open.push(sign);
      wants = "first";
      at += 1;
    } else {
      const end = sign === '"' ? stringEnd(text, at) : ends(PLAIN, text, at);
      if (end === null) return { at, expected: "a value" };
      if (typeof end !== "number") return end;
      at = end;
      wants = "end";
    }
    at = ends(SPACE, text, at) ?? at;
  }
}
