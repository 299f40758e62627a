import type { Dialect } from "../../core/exchange.ts";
import { readAnswer } from "../../core/answer/read-answer.ts";
import { isObject, parseJson } from "../../core/json.ts";
import { CLIENT_DIALECTS } from "../../dialects/index.ts";
import { bodyOf, type LoggedBody } from "./body.ts";

/**
 * The whole answer of a logged stream: the text of its events, or what they carried, as a list or one a line. Null where it is no stream;
 * what cannot be put together is kept as it is. That counts as cut, as does a stream without an end.
 */
export function streamedBody(given: unknown, name: Dialect): LoggedBody | null {
  const events = eventsOf(given);
  if (events === null) return null;
  const dialect = CLIENT_DIALECTS.find((one) => one.name === name);
  const whole = dialect?.reassemble(events) ?? null;
  if (whole === null) return { text: JSON.stringify(given), value: given, flaw: "truncated" };
  const body = bodyOf(whole);
  return readAnswer(whole)?.finish_reason == null ? { ...body, flaw: "truncated" } : body;
}

function eventsOf(given: unknown): string | null {
  if (typeof given === "string" && /^\s*(?:data|event|:)/u.test(given)) return given;
  if (Array.isArray(given) && given.length > 0 && given.every((piece) => typeof piece === "string"))
    return eventsOf(given.join("\n\n"));
  const carried = typeof given === "string" ? objectsIn(given) : given;
  if (!Array.isArray(carried) || carried.length === 0 || !carried.every(isObject)) return null;
  return carried
    .map((one) => `${typeof one["type"] === "string" ? `event: ${one["type"]}\n` : ""}data: ${JSON.stringify(one)}\n\n`)
    .concat("data: [DONE]\n\n")
    .join("");
}

/** The objects that stand one a line, where there are several; null where a line is none. */
function objectsIn(text: string): readonly unknown[] | null {
  if (!/^\s*\{.*\}\s*\n/u.test(text)) return null;
  const objects: unknown[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const object = parseJson(line);
    if (!isObject(object)) return null;
    objects.push(object);
  }
  return objects.length > 1 ? objects : null;
}
