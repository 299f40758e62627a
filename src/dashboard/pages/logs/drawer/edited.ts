import { isObject, parseJson, type JsonObject } from "../../../../core/json.ts";
import type { Mistake } from "../../../parts/editor/editor-parts.ts";

/** Which part of the request is edited. */
export type EditedPart = "messages" | "body";

/** Where a dialect keeps its turns. */
function turnsOf(body: JsonObject): unknown {
  return body["messages"] ?? body["input"];
}

/** What the editor begins with: the turns where they are a list, else the whole body. Null where the body is no JSON object. */
export function editable(
  body: string | null,
): { readonly part: EditedPart; readonly messages: string | null; readonly body: string } | null {
  const value = body === null ? undefined : parseJson(body);
  if (!isObject(value)) return null;
  const turns = turnsOf(value);
  const messages = Array.isArray(turns) ? JSON.stringify(turns, null, 2) : null;
  return { part: messages === null ? "body" : "messages", messages, body: JSON.stringify(value, null, 2) };
}

const ROLES: ReadonlySet<unknown> = new Set(["system", "developer", "user", "assistant", "tool", "function"]);

/** What keeps a text from being sent: JSON of the wrong kind, a message without a role or with nothing in it. */
export function mistakesIn(text: string, part: EditedPart): readonly Mistake[] {
  const value = parseJson(text);
  if (value === undefined) return [{ message: "This is not JSON.", at: 0 }];
  if (part === "body")
    return isObject(value) ? [] : [{ message: "Expected an object: the whole request body.", at: 0 }];
  if (!Array.isArray(value)) return [{ message: "Expected a list of messages.", at: 0 }];
  if (value.length === 0) return [{ message: "Expected at least one message.", at: 0 }];
  return value.flatMap((message: unknown, at) => {
    const wrong = mistakeOf(message);
    return wrong === null ? [] : [{ message: `Message ${at + 1}: ${wrong}`, at: placeOf(text, at) }];
  });
}

function mistakeOf(message: unknown): string | null {
  if (!isObject(message)) return "expected an object.";
  // Items of the Responses API that are no messages name their type instead.
  if (message["role"] === undefined && typeof message["type"] === "string") return null;
  if (!ROLES.has(message["role"])) return `its role is none of ${[...ROLES].join(", ")}.`;
  const { content } = message;
  const says = typeof content === "string" || Array.isArray(content) || isObject(content);
  return says || message["tool_calls"] !== undefined || message["function_call"] !== undefined
    ? null
    : "it has no content.";
}

/** Offset of the nth element of a list at the top of a text that is JSON. */
function placeOf(text: string, nth: number): number {
  let depth = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else if (sign === "[" || sign === "{") {
      depth += 1;
      if (depth === 2 && seen === nth) return at;
    } else if (sign === "]" || sign === "}") depth -= 1;
    else if (sign === "," && depth === 1) seen += 1;
  }
  return 0;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
