import type { Evidence } from "../../../core/evidence.ts";
import { ChartFrame } from "./chart-frame.tsx";

export interface DifferenceRow {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** Value, interval and n, as text. */
  readonly text: string;
  /** Ends of its interval, in the unit of `value`; null = it has none. */
  readonly interval: readonly [number, number] | null;
  /** The sum of the others stands out. */
  readonly strong?: boolean;
}

/** Differences lying one below the other about the same zero, each with its interval. */
export function DifferencesAboutZero({
  title,
  unit,
  n,
  evidence,
  rows,
  below,
  above,
}: {
  readonly title: string;
  readonly unit: string;
  readonly n: number;
  readonly evidence: Evidence;
  readonly rows: readonly DifferenceRow[];
  /** What the left and the right of zero mean. */
  readonly below: string;
  readonly above: string;
}) {
  const end = Math.max(
    Number.MIN_VALUE,
    ...rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])].map(Math.abs)),
  );
  const at = (value: number): string => `${50 + (value / end) * 50}%`;
  const table = { columns: ["", unit], rows: rows.map(({ label, text }) => [label, text]) };
  return (
    <ChartFrame title={title} unit={unit} n={n} evidence={evidence} table={table}>
      <ul className="flex flex-col gap-2 text-sm">
        {rows.map(({ key, label, value, text, interval, strong = false }) => (
          <li key={key} title={`${label}: ${text}`}>
            <p className={`flex flex-wrap justify-between gap-x-3 ${strong ? "font-semibold" : ""}`}>
              <span className="min-w-0">{label}</span>
              <span className="tabular-nums">{text}</span>
            </p>
            <div aria-hidden className="relative mx-1.5 mt-0.5 h-4">
              <span className="absolute inset-x-0 top-1/2 h-px bg-rule" />
              <span className="absolute inset-y-0 left-1/2 w-px bg-strong-rule" />
              {interval !== null && (
                <span
                  className={`absolute top-1/2 h-0.5 -translate-y-1/2 ${strong ? "bg-ink" : "bg-soft"}`}
                  style={{ left: at(interval[0]), right: `calc(100% - ${at(interval[1])})` }}
                />
              )}
              <span
                className="absolute top-1/2 size-2.5 -translate-1/2 rounded-full bg-candidate"
                style={{ left: at(value) }}
              />
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-2 flex justify-between text-xs text-soft">
        <span>← {below}</span>
        <span>{above} →</span>
      </p>
    </ChartFrame>
  );
}
