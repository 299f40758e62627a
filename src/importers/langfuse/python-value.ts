import { parseJson } from "../../core/json.ts";

/** Texts in either quotes, and the words that JSON has others for. */
const TOKENS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b/gsu;
const WORDS: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"' };

/** A value as Python prints lists and dictionaries; undefined where it is none. */
export function pythonValue(text: string): unknown {
  return parseJson(text.replaceAll(TOKENS, (token) => WORDS[token] ?? JSON.stringify(unquoted(token))));
}

function unquoted(token: string): string {
  return token
    .slice(1, -1)
    .replaceAll(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gisu, (whole, two, four, eight, one: string) => {
      const code = (two ?? four ?? eight) as string | undefined;
      if (code === undefined) return ESCAPES[one] ?? whole;
      const point = Number.parseInt(code, 16);
      return point > 0x10_ff_ff ? whole : String.fromCodePoint(point);
    });
}
