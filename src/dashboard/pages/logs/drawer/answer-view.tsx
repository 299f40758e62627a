import { readAnswer } from "../../../../core/answer/read-answer.ts";
import { parseJson } from "../../../../core/json.ts";
import { AnswerShown } from "../../../parts/answer-shown.tsx";
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
  return <AnswerShown answer={answer} label={label} />;
}
