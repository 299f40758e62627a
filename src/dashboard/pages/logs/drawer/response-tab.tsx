import type { LoggedExchange } from "../../../api/logs.ts";
import { LongText } from "../../../parts/long-text.tsx";
import { AnswerView } from "./answer-view.tsx";

/** What was answered, and the body itself below. */
export function ResponseTab({ row: { response_body: body } }: { readonly row: LoggedExchange }) {
  if (body === null) return <p className="text-sm text-soft">The log holds no answer to this request.</p>;
  return (
    <div className="flex flex-col gap-3">
      <AnswerView body={body} label="Answer" />
      <details>
        <summary className="text-sm text-accent">Response body</summary>
        <LongText text={body} label="Response body" />
      </details>
    </div>
  );
}
