import { canonicalJson } from "../canonical.ts";
import { sha256Hex, type HashText } from "../fingerprint.ts";
import { parseJson } from "../json.ts";
import type { Answer } from "./answer.ts";
import { singleSpaced } from "../single-spaced.ts";

/**
 * The form in which answers are held against each other: tool calls by ordered names and canonical arguments, else JSON objects and
 * arrays by canonical JSON, else text with compatible characters, white space and case made equal. Null where nothing was answered.
 */
export function canonicalAnswer(answer: Answer): string | null {
  if (answer.tool_calls.length > 0) {
    return canonicalJson({
      tool_calls: answer.tool_calls.map((call) => ({ name: call.name, arguments: call.arguments })),
    });
  }
  if (answer.text === null) return null;
  const json = readJsonAnswer(answer.text);
  if (json !== undefined) return canonicalJson({ json });
  return canonicalJson({ text: singleSpaced(answer.text.normalize("NFKC")).trim().toLowerCase() });
}

/** The JSON object or array a text is, if it is one. */
function readJsonAnswer(text: string): unknown {
  const trimmed = text.trim();
  return trimmed.startsWith("{") || trimmed.startsWith("[") ? parseJson(trimmed) : undefined;
}

/** SHA-256 (hex) of the canonical form: equal answers vote together. */
export function answerHash(answer: Answer | null, hash: HashText = sha256Hex): string | null {
  const form = answer === null ? null : canonicalAnswer(answer);
  return form === null ? null : hash(form);
}
