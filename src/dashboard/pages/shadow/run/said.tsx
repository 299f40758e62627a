import type { Answer } from "../../../../core/answer/answer.ts";
import { isObject } from "../../../../core/json.ts";
import type { ShadowSide } from "../../../../shadow/comparison.ts";
import { AnswerShown } from "../../../parts/answer-shown.tsx";
import { LongText } from "../../../parts/long-text.tsx";

/** Runs that were pushed may hold anything for an answer. */
export function readableAnswer(value: unknown): Answer | null {
  if (!isObject(value)) return null;
  const { text, tool_calls: calls, finish_reason: finish } = value;
  const readable =
    (text === null || typeof text === "string") &&
    Array.isArray(calls) &&
    calls.every((call) => isObject(call) && typeof call["name"] === "string") &&
    (finish === null || typeof finish === "string");
  return readable ? (value as unknown as Answer) : null;
}

/** What one side answered, or why it did not. */
export function Said({ side: { answer, failure }, name }: { readonly side: ShadowSide; readonly name: string }) {
  const readable = readableAnswer(answer);
  return (
    <div className="min-w-0">
      <h4 className="mb-1 text-sm font-medium text-soft">{name}</h4>
      {failure !== null && (
        <p className="mb-2 rounded-md border border-bad bg-bad-soft p-2 text-sm">
          <strong>{failure.class.replaceAll("_", " ")}</strong>
          {failure.code === null ? "" : ` (${failure.code})`}: {failure.message}
        </p>
      )}
      {readable !== null && <AnswerShown answer={readable} label={`Answer of the ${name}`} />}
      {readable === null && answer !== null && (
        <LongText text={JSON.stringify(answer, null, 2) ?? ""} label={`Answer of the ${name}`} />
      )}
      {answer === null && failure === null && <p className="text-sm text-soft">No answer is kept.</p>}
    </div>
  );
}
