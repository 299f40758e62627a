import type { Evidence } from "../../../core/evidence.ts";

export interface Line {
  readonly label: string;
  readonly tone: "baseline" | "candidate" | "good" | "bad";
  /** One for each x; null = nothing there. */
  readonly values: readonly (number | null)[];
}

export interface LineChartParts {
  readonly title: string;
  readonly unit: string;
  readonly n: number;
  readonly evidence: Evidence | null;
  /** Ascending; seconds since the epoch where `time` is said. */
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly time?: boolean;
  readonly writeX: (value: number) => string;
  readonly writeY: (value: number) => string;
}
