import type { JsonObject } from "../../core/json.ts";

/** One chunk of a chat stream: a choice's piece, or the usage that has a chunk of its own. */
export function chunkLine(head: JsonObject, choice: JsonObject | null, usage?: JsonObject): string {
  const told = usage === undefined ? {} : { usage };
  return `data: ${JSON.stringify({ ...head, choices: choice === null ? [] : [choice], ...told })}\n\n`;
}
