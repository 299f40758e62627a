import { readAnswer } from "../../../../core/answer/read-answer.ts";
import { isObject, jsonIn } from "../../../../core/json.ts";
import { AnswerShown } from "../../../parts/answer-shown.tsx";
import { LongText } from "../../../parts/long-text.tsx";

/** An answer of any dialect: its words and tool calls, or the body where it is none. */
export function AnswerView({ body, label }: { readonly body: unknown; readonly label: string }) {
  const value = jsonIn(body);
  const answer = readAnswer(value);
  if (answer === null) {
    const text = [value, body].find((one) => typeof one === "string") ?? JSON.stringify(body, null, 2) ?? "";
    return (
      <>
        <p className="mb-1 text-sm text-soft">{whatElse(value)} It stands here as it came.</p>
        <LongText text={text} label={label} />
      </>
    );
  }
  return <AnswerShown answer={answer} label={label} />;
}

/** What a body is that is no answer. @param value undefined = not JSON */
function whatElse(value: unknown): string {
  if (value === undefined) return "This answer is not JSON.";
  if (typeof value === "string") return "This answer is text, and no format of a model's API.";
  if (isObject(value) && value["error"] !== undefined) return "This is an error, and no answer.";
  return "This answer is of a format that is not read.";
}
