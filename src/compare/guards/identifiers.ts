import type { Guard } from "./guard.ts";

/** `snake_case`, `camelCase` and `PascalCase` of at least two parts, `dotted.names()` and `calls()`; what stands between single backticks. */
const IDENTIFIER =
  /(?<![\p{L}\p{N}_/.])(?:\p{L}[\p{L}\p{N}]*(?:_[\p{L}\p{N}]+)+|\p{Ll}+\d*\p{Lu}[\p{L}\p{N}]*|\p{Lu}\p{Ll}+\p{Lu}\p{Ll}[\p{L}\p{N}]*|\p{L}[\p{L}\p{N}_.]*(?=\(\)))/gu;
const HAS_MARK = /[`_]|\p{Ll}\d*\p{Lu}|\(\)/u;
const QUOTED = /(?<!`)`([^`\n]{1,80})`(?!`)/gu;

/** Names of code. */
export const identifiers: Guard = {
  kind: "identifier",
  counted: false,
  find(text) {
    if (!HAS_MARK.test(text)) return [];
    const quoted = Array.from(text.matchAll(QUOTED), (found) => (found[1] ?? "").trim().replace(/\(\)$/u, ""));
    return [...quoted, ...Array.from(text.matchAll(IDENTIFIER), ([name]) => name)];
  },
};
