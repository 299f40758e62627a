import type { Answer } from "../../core/answer/answer.ts";
import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { isObject } from "../../core/json.ts";
import type { ShadowComparison, ShadowSide, ShadowStep } from "../../shadow/comparison.ts";
import { count } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import { answerText } from "../shown-answer.ts";
import { differencesText } from "../shown-differences.ts";
import { cut, jsonText, shownText } from "../shown-text.ts";
import { table } from "../table.ts";
import { words } from "./words.ts";

const CLASSES = { both_pass: "yes", gain: "yes", flaky: "partly", both_fail: "partly", loss: "no" } as const;
const MOST_FINDINGS = 20;

/** A pair as one reads it: how it ended, both sides, what contracts found, where the answers differ and what they are. */
export function pairArticle(one: ShadowComparison): Html {
  const { primary, shadow } = one;
  const row = (title: string, read: (side: ShadowSide) => Piece): readonly Piece[] => [
    title,
    read(primary),
    read(shadow),
  ];
  const sides = [
    row("Model", ({ target }) => html`<span class="logged">${target ?? "nobody"}</span>`),
    row("Tokens in, out", (side) => `${count(side.input_tokens)}, ${count(side.output_tokens)}`),
    row("Cost", ({ cost_usd }) => usd(cost_usd)),
    row("Latency", ({ latency_ms }) => milliseconds(latency_ms)),
  ];
  return html`<article class="pair">
    <h3>${outcome(one)} <span class="logged">${titleOf(one)}</span></h3>
    ${one.redacted ? html`<p class="soft">What the shadow was sent had been redacted.</p>` : ""}
    ${table([{ title: "" }, { title: "Primary" }, { title: "Shadow" }], sides)} ${findings(one.steps)}
    ${differencesText(one.differences, "primary", "shadow")}
    <details ${one.result === "loss" ? html`open` : ""}>
      <summary>Answers</summary>
      <div class="sides">
        <div>
          <h3>Primary</h3>
          ${said(primary)}
        </div>
        <div>
          <h3>Shadow</h3>
          ${said(shadow)}
        </div>
      </div>
    </details>
  </article>`;
}

function titleOf({ contract, case: id, trial, primary }: ShadowComparison): string {
  const named = [contract, id].filter((part) => part !== null).join(" / ");
  const title = named === "" ? (primary.request_id ?? "a request") : named;
  return trial === 1 ? title : `${title}, trial ${trial}`;
}

function outcome({ incomparable_reason: reason, result, critical_loss }: ShadowComparison): Html {
  if (reason !== null) return html`<span class="badge open">not comparable: ${words(reason)}</span>`;
  const text =
    result === "loss" ? (critical_loss ? "would fail, critical" : "would fail") : words(result ?? "compared");
  return html`<span class="badge ${result === null ? "partly" : CLASSES[result]}">${text}</span>`;
}

/** What did not pass, on either side. */
function findings(steps: readonly ShadowStep[]): Piece {
  const all = steps.flatMap(({ contract, primary_findings, shadow_findings }) =>
    (
      [
        ["primary", primary_findings],
        ["shadow", shadow_findings],
      ] as const
    ).flatMap(([side, found]) =>
      found.filter(({ status }) => status !== "passed").map((one) => ({ contract, side, one })),
    ),
  );
  if (all.length === 0) return "";
  const rows = all
    .slice(0, MOST_FINDINGS)
    .map(({ contract, side, one }) => [
      html`${side}: <span class="logged">${contract}</span>`,
      html`${one.assertion}${one.path === null ? "" : html` <small><code>${one.path}</code></small>`}`,
      one.status === "unknown" ? "not told" : words(one.failure_class ?? "failed"),
      html`<span class="logged">${cut(one.message, 300)}</span>`,
    ]);
  const more = all.length - rows.length;
  return html`${table([{ title: "contract" }, { title: "assertion" }, { title: "how" }, { title: "in words" }], rows)}
  ${more > 0 ? html`<p class="soft">and ${more} more</p>` : ""}`;
}

function said({ answer, failure }: ShadowSide): Html {
  if (answer === null || isAnswer(answer)) return answerText({ answer, failure });
  return shownText(jsonText(answer));
}

/** Runs that were pushed may hold anything for an answer. */
function isAnswer(value: unknown): value is Answer {
  return (
    isObject(value) &&
    (value["text"] === null || typeof value["text"] === "string") &&
    Array.isArray(value["tool_calls"]) &&
    value["tool_calls"].every((call) => isObject(call) && typeof call["name"] === "string") &&
    (value["finish_reason"] === null || typeof value["finish_reason"] === "string")
  );
}
