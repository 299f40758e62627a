import { readAnswer } from "../../../../core/answer/read-answer.ts";
import { parseJson } from "../../../../core/json.ts";
import { LongText } from "../../../parts/long-text.tsx";

/** An answer of any dialect: its words and tool calls, or the body where it is none. */
export function AnswerView({ body, label }: { readonly body: unknown; readonly label: string }) {
  const value = typeof body === "string" ? parseJson(body) : body;
  const answer = readAnswer(value);
  if (answer === null) {
    const text = typeof body === "string" ? body : (JSON.stringify(body, null, 2) ?? "");
    return (
      <>
        <p className="mb-1 text-sm text-soft">
          {value === undefined
            ? "This answer is not JSON; it stands here as it came."
            : "This answer is of a format that is not read; it stands here as it came."}
        </p>
        <LongText text={text} label={label} />
      </>
    );
  }
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
            text={typeof given === "string" ? given : JSON.stringify(given, null, 2)}
            label={`Arguments of ${name}`}
          />
        </div>
      ))}
    </div>
  );
}
