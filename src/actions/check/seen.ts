import type { GoldenCase } from "../../contracts/contract.ts";
import type { Checked, Seen } from "../../contracts/finding.ts";
import type { Golden, Recording } from "../../contracts/pack.ts";
import type { Answer } from "../../core/answer/answer.ts";
import { readAnswer } from "../../core/answer/read-answer.ts";
import { objectOf, type JsonObject } from "../../core/json.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import { outputTokens } from "../../core/usage.ts";
import type { AskedAnswer } from "../asking/ask-target.ts";

/** What a contract looks at of an answer that was asked for. */
export function seenAnswer(golden: Golden, answered: AskedAnswer): Seen {
  const { answer, failure, latency_ms, cost_usd, output_tokens, played } = answered;
  const outcomes = played?.outcomes ?? {};
  return { ...about(golden), answer, failure, latency_ms, cost_usd, output_tokens, outcomes };
}

/** What a contract looks at of an answer that was recorded. */
export function seenRecording(golden: Golden, recording: Pick<Recording, "response"> & Partial<Recording>): Seen {
  const { response, latency_ms = null, cost_usd = null, outcomes = {} } = recording;
  const answer = readAnswer(response);
  const usage = usageOf(response["usage"]);
  return {
    ...about(golden),
    answer,
    failure: answer === null ? recordedFailure(response) : null,
    latency_ms,
    cost_usd,
    output_tokens: usage === null || isUsageProblem(usage) ? null : outputTokens(usage),
    outcomes,
  };
}

function about({ request, response }: Golden): { readonly request: JsonObject; readonly golden: Answer | null } {
  return { request, golden: response === null ? null : readAnswer(response) };
}

/** A provider's error body that was recorded in an answer's place. */
function recordedFailure(response: JsonObject): Seen["failure"] {
  const { error } = response;
  const { code, type, message } = objectOf(error);
  const said = typeof error === "string" ? error : message;
  return {
    class: "recorded_error",
    code: typeof code === "string" ? code : typeof type === "string" ? type : null,
    message: typeof said === "string" ? said : "the recording holds no answer",
  };
}

/** Whether a contract says of an answer what its case expects: that it holds, or that it fails, and as what. Null where nothing could be told. */
export function asExpected({ expect_ok, expected_error: expected }: GoldenCase, checked: Checked): boolean | null {
  if (checked.status === "unknown") return null;
  if (expect_ok) return checked.passed;
  return !checked.passed && (expected === null || checked.failure_class === expected);
}
