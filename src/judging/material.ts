import type { Answer } from "../core/answer/answer.ts";
import { canonicalJson } from "../core/canonical.ts";

/** One answer as a judge sees it: no model, no price, no time. */
export interface ShownAnswer {
  readonly text: string | null;
  readonly tool_calls?: readonly { readonly name: string; readonly arguments: unknown }[];
  readonly refused?: true;
}

/** What a judge is shown of a pair. */
export interface Material {
  readonly request: unknown;
  readonly original: ShownAnswer;
  readonly replay: ShownAnswer;
}

/** What of an answer a judge sees. */
export function shownAnswer({ text, tool_calls, refused }: Answer): ShownAnswer {
  return {
    text,
    ...(tool_calls.length > 0 && {
      tool_calls: tool_calls.map((call) => ({ name: call.name, arguments: call.arguments })),
    }),
    ...(refused && { refused }),
  };
}

/** Whether a judge would see the same twice. */
export function sameAnswer(one: ShownAnswer, other: ShownAnswer): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

/** Characters of an answer, its tool calls included. */
export function answerLength({ text, tool_calls = [] }: ShownAnswer): number {
  return (text ?? "").length + (tool_calls.length === 0 ? 0 : canonicalJson(tool_calls).length);
}

/** Marks by which models tell whose turn it is; in an answer they can only be meant for a model that reads it. */
const CONTROL_TOKENS =
  /<\|[^|<>\n]{1,40}\|>|<\uff5c[^\uff5c<>\n]{1,40}\uff5c>|\[\/?INST\]|<<\/?SYS>>|<\/?s>|<(?:start|end)_of_turn>/g;

/** Whether an answer holds the control tokens of a model. */
export function hasControlTokens(answer: ShownAnswer): boolean {
  return JSON.stringify(answer).search(CONTROL_TOKENS) !== -1;
}

/** JSON of the material in which no control token is left whole: their first character is escaped, so that what is read is the same. */
export function materialJson(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(
    CONTROL_TOKENS,
    (token) => `\\u${token.charCodeAt(0).toString(16).padStart(4, "0")}${token.slice(1)}`,
  );
}
