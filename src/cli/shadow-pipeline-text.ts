import type { ShadowPipeline } from "../shadow/index.ts";
import { counted } from "./counts.ts";
import { notesText } from "./notes-text.ts";
import { shadowComparisonText } from "./shadow-comparison-text.ts";
import { shadowSummaryLines } from "./shadow-text.ts";
import { usd } from "./money.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

/** Pairs that are shown one by one; the others are counted. */
const MOST_SHOWN = 10;

/** A shadow run for people: what the shadow would fail first, then the numbers, then what to type next. */
export function pipelineText(
  pipeline: ShadowPipeline,
  sides: { readonly primary: string; readonly candidate: string },
  terminal: Terminal,
  dataFolder: string,
): string {
  const { comparisons, summary } = pipeline;
  const losses = comparisons.filter(({ result, critical_loss: critical }) => result === "loss" || critical);
  const shown = losses.slice(0, MOST_SHOWN).map((one) => `${shadowComparisonText(one, terminal)}\n`);
  const more = losses.length - shown.length;
  const again = pipeline.asked_again === 0 ? "" : `, ${counted(pipeline.asked_again, "answer")} asked for again`;
  const stored = pipeline.persisted ? `${pipeline.run_id} (${pipeline.persisted_to})` : "not stored";
  return [
    ...shown,
    ...(more > 0 ? [`… and ${more} more would fail: ${next(pipeline, dataFolder)}\n\n`] : []),
    properties(terminal, [
      ["shadow", `${sides.candidate}, beside ${sides.primary}`],
      ...shadowSummaryLines(summary, terminal),
      ["spent", `${usd(pipeline.cost_usd)} by the shadow run${again}`],
      ["stored", stored],
    ]),
    ...(pipeline.error === null ? [] : [notesText([`the primary's result stands; ${pipeline.error}`], terminal)]),
    notesText(pipeline.notes, terminal),
    `\nNext: ${next(pipeline, dataFolder)}\n`,
  ].join("");
}

function next({ persisted_to: stored, run_id: id, summary }: ShadowPipeline, dataFolder: string): string {
  if (stored === "local") {
    const losses = summary.losses > 0 ? ["--result", "loss"] : summary.differs > 0 ? ["--differs"] : [];
    return typed(["shadow", "show", id, ...losses], dataFolder);
  }
  return stored === null ? "the same command again, with --json for every pair" : `${stored} has the run: ${id}`;
}
