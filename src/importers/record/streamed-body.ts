import type { Dialect } from "../../core/exchange.ts";
import { isObject } from "../../core/json.ts";
import { CLIENT_DIALECTS } from "../../dialects/index.ts";
import { bodyOf, type LoggedBody } from "./body.ts";

/**
 * The whole answer of a logged stream: the text of its events, or the list of what they carried. Null where it is no stream; what cannot be
 * put together is kept as it is, and counts as cut.
 */
export function streamedBody(given: unknown, name: Dialect): LoggedBody | null {
  const events = eventsOf(given);
  if (events === null) return null;
  const dialect = CLIENT_DIALECTS.find((one) => one.name === name);
  const whole = dialect?.reassemble(events) ?? null;
  return whole === null ? { text: JSON.stringify(given), value: given, flaw: "truncated" } : bodyOf(whole);
}

function eventsOf(given: unknown): string | null {
  if (typeof given === "string") return /^\s*(?:data|event|:)/u.test(given) ? given : null;
  if (!Array.isArray(given) || given.length === 0 || !given.every(isObject)) return null;
  return given
    .map((one) => `${typeof one["type"] === "string" ? `event: ${one["type"]}\n` : ""}data: ${JSON.stringify(one)}\n\n`)
    .concat("data: [DONE]\n\n")
    .join("");
}
