import { useState } from "react";
import type { Evidence } from "../../../core/evidence.ts";
import { ChartFrame } from "./chart-frame.tsx";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** As text, with its unit. */
  readonly text: string;
  /** Ends of its interval, in the unit of `value`. */
  readonly interval?: readonly [number, number] | null;
  readonly tone?: "baseline" | "candidate" | "good" | "bad" | "warn";
}

const FILL = {
  baseline: "fill-baseline",
  candidate: "fill-candidate",
  good: "fill-good",
  bad: "fill-bad",
  warn: "fill-warn",
} as const;
const WIDTH = 100;

/** Bars lying one below the other, each with its number, and a whisker where it has an interval. */
export function Bars({
  title,
  note,
  unit,
  n,
  evidence,
  bars,
  max,
  between = plainly,
}: {
  readonly title: string;
  /** What is to be known of all bars. */
  readonly note?: string;
  readonly unit: string;
  readonly n: number;
  readonly evidence: Evidence | null;
  readonly bars: readonly Bar[];
  /** Where the scale ends; the largest bar or whisker where it is not said. */
  readonly max?: number;
  /** An interval as text. */
  readonly between?: (lower: number, upper: number) => string;
}) {
  const end =
    max ?? Math.max(Number.MIN_VALUE, ...bars.map(({ value, interval }) => Math.max(value, interval?.[1] ?? 0)));
  const at = (value: number): number => Math.max(0, Math.min(WIDTH, (value / end) * WIDTH));
  const table = {
    columns: ["", unit, "95 % interval"],
    rows: bars.map(({ label, text, interval }) => [
      label,
      text,
      interval == null ? null : between(interval[0], interval[1]),
    ]),
  };
  return (
    <ChartFrame title={title} unit={unit} n={n} evidence={evidence} table={table}>
      <div className="flex flex-col gap-2">
        {bars.map(({ label, value, text, interval, tone = "candidate" }) => (
          <div key={label} className="text-sm" title={`${label}: ${text}`}>
            <div className="flex flex-wrap justify-between gap-x-3">
              <span className="min-w-0">{label}</span>
              <span className="tabular-nums">{text}</span>
            </div>
            <svg viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" className="mt-0.5 h-2.5 w-full" aria-hidden>
              <rect width={WIDTH} height="6" className="fill-rule" />
              <rect width={at(value)} height="6" className={FILL[tone]} />
              {interval != null && (
                <g className="stroke-ink" strokeWidth="1.2" vectorEffect="non-scaling-stroke">
                  <line x1={at(interval[0])} x2={at(interval[1])} y1="3" y2="3" vectorEffect="non-scaling-stroke" />
                  <line x1={at(interval[0])} x2={at(interval[0])} y1="1" y2="5" vectorEffect="non-scaling-stroke" />
                  <line x1={at(interval[1])} x2={at(interval[1])} y1="1" y2="5" vectorEffect="non-scaling-stroke" />
                </g>
              )}
            </svg>
          </div>
        ))}
      </div>
      {note !== undefined && <p className="mt-2 text-xs text-soft">{note}</p>}
    </ChartFrame>
  );
}

function plainly(lower: number, upper: number): string {
  return `${lower} to ${upper}`;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts of bins, standing; what one holds is said when it is pointed at. */
export function Histogram({
  title,
  unit,
  evidence,
  bins,
  write,
}: {
  readonly title: string;
  readonly unit: string;
  readonly evidence: Evidence | null;
  readonly bins: readonly Bin[];
  readonly write: (value: number) => string;
}) {
  const [pointed, setPointed] = useState<number | null>(null);
  const n = bins.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const name = ({ from, to }: Bin): string => `${write(from)} to ${write(to)}`;
  const bin = pointed === null ? undefined : bins[pointed];
  return (
    <ChartFrame
      title={title}
      unit={unit}
      n={n}
      evidence={evidence}
      table={{ columns: ["bin", "count"], rows: bins.map((one) => [name(one), one.count]) }}
    >
      <svg
        viewBox={`0 0 ${bins.length * 10} 60`}
        preserveAspectRatio="none"
        className="h-32 w-full"
        onPointerLeave={() => setPointed(null)}
        role="img"
        aria-label={`${title}: ${n} values in ${bins.length} bins`}
      >
        {bins.map((one, at) => (
          <g key={one.from} onPointerEnter={() => setPointed(at)}>
            <rect x={at * 10} width="10" height="60" className="fill-transparent" />
            <rect
              x={at * 10 + 0.5}
              width="9"
              y={60 - (one.count / most) * 58}
              height={(one.count / most) * 58}
              className={at === pointed ? "fill-accent" : "fill-candidate opacity-75"}
            />
          </g>
        ))}
      </svg>
      <p className="flex justify-between text-xs text-soft">
        <span>{bins[0] === undefined ? "" : write(bins[0].from)}</span>
        <span aria-live="polite">{bin === undefined ? "" : `${name(bin)}: ${bin.count}`}</span>
        <span>{bins.at(-1) === undefined ? "" : write((bins.at(-1) as Bin).to)}</span>
      </p>
    </ChartFrame>
  );
}
