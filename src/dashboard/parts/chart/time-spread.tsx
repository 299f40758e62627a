import { useState } from "react";
import type { Evidence } from "../../../core/evidence.ts";
import { thousands } from "../../../core/counts.ts";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { percent } from "../../../core/figures/percent.ts";
import type { TimeBin } from "../../../stats/time-histogram.ts";
import { EvidenceBadge } from "../evidence-badge.tsx";
import { ChartFrame } from "./chart-frame.tsx";
import { reached, sharedBins, type SharedBin } from "./shared-bins.ts";

interface Side {
  readonly bins: readonly TimeBin[];
  readonly evidence: Evidence;
}

const SIDES = ["baseline", "candidate"] as const;
const WIDTH = 1000;
const HEIGHT = 100;
/** Where the axis begins for times below 1 ms, which have no place on a scale of ratios. */
const LEAST_MS = 0.8;
const LOOK = {
  baseline: "fill-baseline opacity-50",
  candidate: "fill-candidate/20 stroke-candidate stroke-2",
} as const;

/** How the times of both sides are spread, on a scale of ratios: shares of each side, numbers of a bin when it is pointed at. */
export function TimeSpread({
  title,
  baseline,
  candidate,
}: {
  readonly title: string;
  readonly baseline: Side;
  readonly candidate: Side;
}) {
  const [pointed, setPointed] = useState<number | null>(null);
  const bins = sharedBins(baseline.bins, candidate.bins);
  const counts = { baseline: total(bins, "baseline"), candidate: total(bins, "candidate") };
  const upTo = { baseline: reached(bins, "baseline"), candidate: reached(bins, "candidate") };
  const share = (bin: SharedBin, side: (typeof SIDES)[number]): number =>
    counts[side] === 0 ? 0 : bin[side] / counts[side];
  const most = Math.max(Number.MIN_VALUE, ...bins.flatMap((bin) => SIDES.map((side) => share(bin, side))));
  const [from, to] = [logOf(bins[0]?.from_ms ?? 1), logOf(bins.at(-1)?.to_ms ?? 10)];
  const x = (ms: number): number => ((logOf(ms) - from) / (to - from)) * WIDTH;
  const y = (value: number): number => HEIGHT - (value / most) * (HEIGHT - 4);
  const said = (at: number): readonly string[] =>
    SIDES.flatMap((side) => {
      const bin = bins[at] as SharedBin;
      return [thousands(bin[side]), percent(share(bin, side)), percent(upTo[side][at] ?? 0)];
    });
  const ticks = ticksBetween(from, to);
  const table = {
    columns: ["time", ...SIDES.flatMap((side) => [side, `${side}: share`, `${side}: up to here`])],
    rows: bins.map((bin, at) => [nameOf(bin), ...said(at)]),
  };
  const bin = pointed === null ? undefined : bins[pointed];
  const path = (side: (typeof SIDES)[number]): string =>
    `M0 ${HEIGHT}${bins.map((one) => `L${x(one.from_ms)} ${y(share(one, side))}L${x(one.to_ms)} ${y(share(one, side))}`).join("")}L${WIDTH} ${HEIGHT}Z`;
  return (
    <ChartFrame
      title={title}
      unit="ms, share of each side"
      n={counts.candidate}
      evidence={candidate.evidence}
      table={table}
    >
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        {SIDES.map((side) => (
          <li key={side} className="flex items-center gap-1.5">
            <svg viewBox="0 0 16 10" className="h-2.5 w-4" aria-hidden>
              <rect width="16" height="10" className={LOOK[side]} />
            </svg>
            {side}, n = {thousands(counts[side])}
            <EvidenceBadge evidence={{ baseline, candidate }[side].evidence} />
          </li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-36 w-full"
        role="img"
        aria-label={`${title}: ${thousands(counts.baseline)} times of the baseline and ${thousands(counts.candidate)} of the candidate; the table has the numbers`}
        onPointerLeave={() => setPointed(null)}
      >
        {ticks.map((ms) => (
          <line
            key={ms}
            x1={x(ms)}
            x2={x(ms)}
            y1="0"
            y2={HEIGHT}
            className="stroke-rule"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {SIDES.map((side) => (
          <path key={side} d={path(side)} className={LOOK[side]} vectorEffect="non-scaling-stroke" />
        ))}
        {bins.map((one, at) => (
          <rect
            key={one.from_ms}
            x={x(one.from_ms)}
            width={x(one.to_ms) - x(one.from_ms)}
            height={HEIGHT}
            className={at === pointed ? "fill-ink/10" : "fill-transparent"}
            onPointerEnter={() => setPointed(at)}
          />
        ))}
      </svg>
      <div className="relative h-5 border-t border-strong-rule text-xs text-soft" aria-hidden>
        {ticks.map((ms) => (
          <span
            key={ms}
            className={`absolute whitespace-nowrap ${x(ms) > 0.9 * WIDTH ? "-translate-x-full" : x(ms) < 0.1 * WIDTH ? "" : "-translate-x-1/2"}`}
            style={{ left: `${(x(ms) / WIDTH) * 100}%` }}
          >
            {ms < 1_000 ? `${ms} ms` : `${thousands(ms / 1_000)} s`}
          </span>
        ))}
      </div>
      <p className="min-h-10 text-xs text-soft" aria-live="polite">
        {bin === undefined || pointed === null ? (
          <>Point at a bin to read its numbers. Times of failed calls are among them.</>
        ) : (
          <>
            {nameOf(bin)}:{" "}
            {SIDES.map((side, at) => {
              const [count, part, below] = said(pointed).slice(3 * at);
              return `${side} ${count} (${part}; ${below} up to here)`;
            }).join(", ")}
          </>
        )}
      </p>
    </ChartFrame>
  );
}

function total(bins: readonly SharedBin[], side: (typeof SIDES)[number]): number {
  return bins.reduce((sum, bin) => sum + bin[side], 0);
}

function logOf(ms: number): number {
  return Math.log10(Math.max(LEAST_MS, ms));
}

function nameOf({ from_ms: from, to_ms: to }: SharedBin): string {
  return `${milliseconds(from)} to ${milliseconds(to)}`;
}

/** The round times between two ends, as logarithms given: powers of ten, and where those are few 2 and 5 times them too; the ends where there are none. */
function ticksBetween(from: number, to: number): readonly number[] {
  const steps = to - from > 2 ? [1] : [1, 2, 5];
  const powers = Array.from({ length: Math.ceil(to) - Math.floor(from) + 1 }, (_, at) => 10 ** (Math.floor(from) + at));
  const round = powers
    .flatMap((power) => steps.map((step) => step * power))
    .filter((ms) => Math.log10(ms) >= from - 1e-9 && Math.log10(ms) <= to + 1e-9);
  return round.length > 0 ? round : [10 ** from, 10 ** to].map(Math.round);
}
