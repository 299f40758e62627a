import { MIRROR_OUTCOMES } from "../actions/mirror/counts.ts";
import type { ShownMirror } from "../actions/mirror/shown-mirror.ts";
import { count, counted } from "./counts.ts";
import { usd } from "./money.ts";
import { percent } from "./percent.ts";
import { shadowSummaryLines, verdictText } from "./shadow-text.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Mirrors, one a line. */
export function mirrorsText(mirrors: readonly ShownMirror[], terminal: Terminal): string {
  return table(
    terminal,
    [
      { title: "mirror", shrinkTo: 12, cut: "middle" },
      { title: "of", shrinkTo: 14 },
      { title: "candidate", shrinkTo: 14 },
      { title: "share", align: "right" },
      { title: "spent today", align: "right" },
      { title: "cap", align: "right" },
      { title: "compared", align: "right" },
      { title: "dropped", align: "right" },
      { title: "state" },
      { title: "verdict", paint: (cell, row) => paintVerdict(cell, mirrors[row] as ShownMirror, terminal) },
    ],
    mirrors.map(({ today, ...one }) => [
      one.id,
      one.scope,
      one.candidate,
      percent(one.share),
      usd(today.spent_usd),
      usd(one.max_usd_per_day),
      count(today.requests.compared),
      count(today.requests.dropped),
      one.state,
      one.summary === null ? "none yet" : one.summary.verdict.replaceAll("_", " "),
    ]),
  );
}

function paintVerdict(cell: string, { summary }: ShownMirror, terminal: Terminal): string {
  return summary === null ? cell : verdictText(summary.verdict, terminal, cell);
}

/** A mirror, what it did today, and what its newest run says. */
export function mirrorText(mirror: ShownMirror, terminal: Terminal): string {
  const { today, pack, summary, run } = mirror;
  const became = MIRROR_OUTCOMES.map((outcome) => `${count(today.requests[outcome])} ${outcome}`).join(", ");
  const aside = today.reserved_usd > 0 ? `, ${usd(today.reserved_usd)} set aside for calls under way` : "";
  return [
    `${terminal.colors.bold(mirror.id)}\n`,
    properties(terminal, [
      ["of", mirror.scope],
      ["candidate", mirror.candidate],
      ["state", mirror.state],
      ["share", percent(mirror.share)],
      ["calls", `${mirror.concurrency} at a time, ${mirror.timeout_ms / 1_000} s each at most`],
      ["pack", pack === null ? "none: answers are compared, nothing can fail" : packText(mirror)],
      ["today", became],
      ["spent", `${usd(today.spent_usd)} of ${usd(mirror.max_usd_per_day)}${aside} (${today.day}, UTC)`],
      ["newest run", run ?? "none yet"],
      ...(summary === null ? [] : shadowSummaryLines(summary, terminal)),
    ]),
  ].join("");
}

function packText({ pack, contracts }: ShownMirror): string {
  return `${pack?.name}, ${counted(contracts.length, "contract")}`;
}
