import type { Answer } from "../core/answer/answer.ts";
import { html, type Html } from "./html.ts";
import { jsonText, shownText } from "./shown-text.ts";

interface ShownSide {
  readonly answer: Answer | null;
  readonly failure: { readonly class: string; readonly code: string | null; readonly message: string } | null;
}

/** What a side said, or why it said nothing. */
export function answerText({ answer, failure }: ShownSide): Html {
  if (failure !== null)
    return html`<p>Failed: ${failure.class}${failure.code === null ? "" : ` (${failure.code})`}</p>
      ${shownText(failure.message)}`;
  if (answer === null) return html`<p class="soft">There is no body of it.</p>`;
  const { text, tool_calls: calls, refused, finish_reason: end } = answer;
  return html`${refused ? html`<p>Refused.</p>` : ""}${text === null || text === "" ? "" : shownText(text)}
  ${calls.map((call) => shownText(`${call.name}(${jsonText(call.arguments)})`))}
  ${(text ?? "") === "" && calls.length === 0 ? html`<p class="soft">It is empty.</p>` : ""}
  ${end === null || end === "stop" || end === "tool_calls" ? "" : html`<p class="soft">Ended by: ${end}</p>`}`;
}
