import type { Answer } from "../../core/answer/answer.ts";
import { LongText } from "./long-text.tsx";

/** What a model answered: its words and its tool calls, as text. */
export function AnswerShown({ answer, label }: { readonly answer: Answer; readonly label: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-soft">
        finish reason: {answer.finish_reason ?? "not said"}
        {answer.refused ? ", refused" : ""}
      </p>
      {answer.text !== null && <LongText text={answer.text} label={label} />}
      {answer.tool_calls.map(({ name, arguments: given, parses }, at) => (
        // Calls have no names of their own, and an answer never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at}>
          <p className="text-xs text-soft">
            calls <code>{name}</code>
            {parses ? "" : " with arguments that are not JSON"}
          </p>
          <LongText
            text={typeof given === "string" ? given : (JSON.stringify(given, null, 2) ?? "")}
            label={`Arguments of ${name}`}
          />
        </div>
      ))}
    </div>
  );
}
