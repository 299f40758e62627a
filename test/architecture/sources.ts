import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** One way a file names another. */
export interface Import {
  /** As written: `./x.ts`, `zod`, `node:fs`; null where the path is computed. */
  readonly specifier: string | null;
  readonly typeOnly: boolean;
  /** `export ... from`: handed on, not used here. */
  readonly handedOn: boolean;
  /** 1-based. */
  readonly line: number;
}

export interface Source {
  /** Relative to `src`, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text with comments, strings and regular expressions blanked out, position by position. */
  readonly code: string;
  readonly imports: readonly Import[];
}

const BLANK = " ";

/** A `/` after one of these begins a regular expression, not a division. */
const BEFORE_REGEX = /(?:^|[=(,:;!&|?{}[+\-*%>~^]|\b(?:return|typeof|case|in|of|void|yield|await|else|do))\s*$/;

/** Blanks out what is not code, keeping quotes, line breaks and positions; code inside `${}` stays. */
export function maskOf(text: string): string {
  const out: string[] = [];
  /** Depth of braces at which each open template substitution ends. */
  const substitutions: number[] = [];
  let depth = 0;
  let at = 0;
  const blank = (upTo: number): void => {
    for (; at < upTo; at += 1) out.push(text[at] === "\n" ? "\n" : BLANK);
  };
  const keep = (): void => {
    out.push(text[at] as string);
    at += 1;
  };
  const template = (): void => {
    while (at < text.length && text[at] !== "`") {
      if (text.startsWith("${", at)) {
        keep();
        keep();
        substitutions.push(depth);
        depth += 1;
        return;
      }
      blank(at + (text[at] === "\\" ? 2 : 1));
    }
    if (at < text.length) keep();
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (text.startsWith("//", at)) blank(endOf(text, "\n", at));
    else if (text.startsWith("/*", at)) blank(Math.min(text.length, endOf(text, "*/", at + 2) + 2));
    else if (char === '"' || char === "'") {
      keep();
      while (at < text.length && text[at] !== char && text[at] !== "\n") blank(at + (text[at] === "\\" ? 2 : 1));
      if (text[at] === char) keep();
    } else if (char === "`") {
      keep();
      template();
    } else if (char === "/" && BEFORE_REGEX.test(out.slice(-40).join(""))) {
      blank(endOfRegex(text, at));
    } else if (char === "{") {
      depth += 1;
      keep();
    } else if (char === "}") {
      depth -= 1;
      keep();
      if (substitutions.at(-1) === depth) {
        substitutions.pop();
        template();
      }
    } else keep();
  }
  return out.join("");
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found;
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at += 1) {
    const char = text[at];
    if (char === "\\") at += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return at + 1;
  }
  return start + 1;
}

const STATIC = /\b(?<keyword>import|export)\s+(?<type>type\b)?(?<names>[\w$*{},\s]*?)\bfrom\s*(?=["'])/g;
const SIDE_EFFECT = /\bimport\s*(?=["'])/g;
const CALL = /\b(?:import|require)\s*\(\s*/g;
/** A file named for a worker: `new URL("./x.ts", import.meta.url)`. */
const FILE_URL = /\bnew\s+URL\s*\(\s*(?=["'`])/g;

/** The text of the string literal that begins at a position, or null where something else does. */
function literalAt(text: string, code: string, start: number): string | null {
  const quote = code[start];
  if (quote !== '"' && quote !== "'" && quote !== "`") return null;
  const end = code.indexOf(quote, start + 1);
  const literal = text.slice(start + 1, end);
  return quote === "`" && literal.includes("${") ? null : literal;
}

/** Every import of a source: static, re-exported, side effect, dynamic, in a type, and files named for a worker. */
export function importsOf(text: string, code: string = maskOf(text)): readonly Import[] {
  const found: Import[] = [];
  const add = (match: RegExpExecArray, typeOnly: boolean): void => {
    const specifier = literalAt(text, code, match.index + match[0].length);
    const handedOn = match.groups?.["keyword"] === "export";
    found.push({ specifier, typeOnly, handedOn, line: code.slice(0, match.index).split("\n").length });
  };
  for (const match of code.matchAll(STATIC)) {
    const names = match.groups?.["names"] ?? "";
    add(match, match.groups?.["type"] !== undefined || onlyTypes(names));
  }
  for (const match of code.matchAll(SIDE_EFFECT)) add(match, false);
  for (const match of code.matchAll(CALL)) {
    const after = code.slice(match.index + match[0].length).match(/^["'`]\s*["'`]\s*\)\s*(?<member>\.\s*\w+)?/);
    const member = after?.groups?.["member"]?.replaceAll(/\s/g, "");
    add(match, member !== undefined && member !== ".then" && member !== ".catch" && member !== ".finally");
  }
  for (const match of code.matchAll(FILE_URL)) {
    const file = literalAt(text, code, match.index + match[0].length);
    if (file?.startsWith(".") === true && file.endsWith(".ts")) add(match, false);
  }
  return found.toSorted((a, b) => a.line - b.line);
}

/** `{ type A, type B }` erases to nothing that runs. */
function onlyTypes(names: string): boolean {
  const inner = names.match(/^\s*\{(?<list>[^}]*)\}\s*$/)?.groups?.["list"];
  const list = (inner ?? "").split(",").filter((name) => name.trim() !== "");
  return list.length > 0 && list.every((name) => /^\s*type\s+\w/.test(name));
}

export function source(path: string, text: string): Source {
  const code = maskOf(text);
  return { path, text, code, imports: importsOf(text, code) };
}

/** Every TypeScript file below a folder, in path order. */
export function readSources(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => /\.tsx?$/.test(path) && !path.split("/").includes("fixtures"))
    .toSorted()
    .map((path) => source(path, readFileSync(join(folder, path), "utf8")));
}
