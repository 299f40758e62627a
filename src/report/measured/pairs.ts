import { milliseconds } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import { thousands } from "../../core/counts.ts";
import type { PairSide } from "../../experiments/index.ts";
import { badge } from "../evidence.ts";
import { count } from "../figures.ts";
import { html, type Html, type Piece } from "../html.ts";
import type { PairJudgement, ReadPair } from "../read-pair.ts";
import { answerText } from "../shown-answer.ts";
import { differencesText } from "../shown-differences.ts";
import { cut, jsonText, shownText } from "../shown-text.ts";
import { table } from "../table.ts";
import { score } from "./said.ts";

/** Pairs side by side, as they were given. */
export function pairsSection(pairs: readonly ReadPair[], of: number): Html {
  if (pairs.length === 0) return html``;
  return html`<h2 id="pairs">Pairs to read</h2>
    <p class="soft">${pairs.length} of ${thousands(of)}, the lowest first. Single pairs have no interval.</p>
    ${pairs.map(pairText)}`;
}

function pairText({ view, judgements }: ReadPair): Html {
  const { original, replay } = view;
  const rows: Piece[][] = [
    ["Model", target(original), target(replay)],
    ["Input tokens", count(original.input_tokens), count(replay.input_tokens)],
    ["Output tokens", count(original.output_tokens), count(replay.output_tokens)],
    ["Cost", usd(original.cost_usd), usd(replay.cost_usd)],
    ["Latency", milliseconds(original.latency_ms), milliseconds(replay.latency_ms)],
    ...judgements.flatMap(({ judged }) =>
      judged.score === null ? [] : [["Quality score", "", html`${score(judged.score)} ${badge("measured")}`]],
    ),
    ...(view.similarity === null
      ? []
      : [
          [
            "Similarity",
            "",
            html`${score(view.similarity)} ${badge("measured")}
              <small>${view.measure ?? ""}, ${view.bucket ?? "no bucket"}</small>`,
          ],
        ]),
    ...Object.entries(view.outcomes).map(([name, values]) => [
      html`<span class="logged">${name}</span>`,
      String(values.original ?? ""),
      String(values.replay ?? ""),
    ]),
    ["Evidence", badge(original.evidence), badge(replay.evidence)],
  ];
  return html`<article class="pair">
    <h3>${view.ordinal + 1}. <code>${view.request_id}</code></h3>
    ${table([{ title: "" }, { title: "Original" }, { title: "Replay" }], rows)} ${judgements.map(judgementText)}
    <details open>
      <summary>Asked</summary>
      ${shownText(promptText(view.prompt))}
    </details>
    <div class="sides">
      <div>
        <h3>Original</h3>
        ${answerText(original)}
      </div>
      <div>
        <h3>Replay</h3>
        ${view.truncated_by_us ? html`<p class="soft">Stopped at the output limit that was set for it.</p>` : ""}${answerText(replay)}
      </div>
    </div>
    ${differencesText(view.differences, "original", "replay")}
  </article>`;
}

function target({ target: name }: PairSide): Html {
  return html`<span class="logged">${name ?? "nobody"}</span>`;
}

function judgementText({ run, judged }: PairJudgement): Html {
  const said = judged.score === null ? (judged.verdict ?? "not judged") : `score ${score(judged.score)}`;
  const why = judged.rule === null ? "" : ` (${judged.rule.replaceAll("_", " ")}: decided without a call)`;
  const reasons = judged.orders.flatMap(({ reason, unjudged }) =>
    (reason ?? unjudged?.detail ?? "") === "" ? [] : [reason ?? unjudged?.detail ?? ""],
  );
  return html`<p>
      <span class="logged">${run.definition.judge}</span>: <strong>${said}</strong>${why} ${badge("measured")}
    </p>
    ${reasons.map((reason) => html`<p class="soft logged">${cut(reason)}</p>`)}`;
}

/** Messages as lines, as far as they are such; anything else as JSON. */
function promptText(prompt: unknown): string {
  if (prompt === null || prompt === undefined) return "It could not be read.";
  if (!Array.isArray(prompt)) return JSON.stringify(prompt, null, 2);
  return prompt.map(messageText).join("\n\n");
}

function messageText(message: unknown): string {
  if (typeof message !== "object" || message === null) return jsonText(message);
  const { role, content, ...rest } = message as { readonly role?: unknown; readonly content?: unknown };
  if (typeof role !== "string") return JSON.stringify(message, null, 2);
  const besides = Object.keys(rest).length === 0 ? "" : `\n${JSON.stringify(rest)}`;
  return `${role}: ${contentText(content)}${besides}`;
}

function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return content === undefined ? "" : JSON.stringify(content);
  return content
    .map((part: unknown) => {
      const { text } = (typeof part === "object" && part !== null ? part : {}) as { readonly text?: unknown };
      return typeof text === "string" ? text : cut(JSON.stringify(part), 300);
    })
    .join("\n");
}
