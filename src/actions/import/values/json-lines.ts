import { logLines, type LogLine } from "../log-lines.ts";
import type { LogValue, ReadValues } from "./log-value.ts";

/** JSON Lines: one JSON value a line. */
export const jsonLines: ReadValues = async function* (chunks, name) {
  for await (const lines of logLines(chunks, name)) yield lines.map(valueOf);
};

function valueOf({ number, text, problem }: LogLine): LogValue {
  if (problem !== null) {
    return { kind: "problem", number, problem, expected: "one JSON record of at most 64 MB a line, as UTF-8" };
  }
  try {
    return { kind: "value", number, value: JSON.parse(text) as unknown, characters: text.length };
  } catch (error) {
    return { kind: "problem", number, problem: notJson(error), expected: "one JSON record a line" };
  }
}

/** Why a line is not JSON, without the position within it, which reads like a position in the file. */
export function notJson(error: unknown): string {
  const reason = error instanceof Error ? error.message.replace(/ (in JSON )?at position.*$/su, "") : String(error);
  return `not JSON: ${reason}`;
}
