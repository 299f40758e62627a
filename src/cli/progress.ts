import { bytes, count } from "./counts.ts";
import { waiting } from "./milliseconds.ts";
import { truncate } from "./text-width.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgressOptions {
  readonly label: string;
  /** Of the whole, where it is known. */
  readonly total?: number;
  /** `bytes`, or a plural such as `rows`. */
  readonly unit: string;
}

/** Drawn on a terminal once an operation takes more than 2 s; says nothing in a pipe. */
export interface Progress {
  /** How much is done by now, in the unit of the total; cheap to call often. @param beside what else there is to say */
  update(amount: number, beside?: string): void;
  /** Wipes the bar. */
  done(): void;
}

/** Nothing is drawn for what is done before this many ms are over. */
const PATIENCE_MS = 2000;
const REDRAW_MS = 100;
const BAR_CELLS = 24;
const ERASE = "\r\u001b[K";

/** A bar on a terminal once an operation takes long: share done, rate and time left. In a pipe it prints nothing. */
export function startProgress(terminal: Terminal, now: () => number, options: ProgressOptions): Progress {
  if (!terminal.isTerminal) return { update: () => {}, done: () => {} };
  const started = now();
  let drawn = 0;
  return {
    update(amount, beside = "") {
      const at = now();
      if (at - started < PATIENCE_MS || at - drawn < REDRAW_MS) return;
      drawn = at;
      terminal.write(
        ERASE +
          truncate([progressLine(options, amount, at - started), beside].join("  ").trimEnd(), terminal.width - 1),
      );
    },
    done() {
      if (drawn > 0) terminal.write(ERASE);
      drawn = 0;
    },
  };
}

/** One line such as `import  ████████░░░░  67%  12.1 MB of 18.0 MB  24.3 MB/s  4 s left`. */
export function progressLine(options: ProgressOptions, amount: number, elapsedMs: number): string {
  const show = options.unit === "bytes" ? bytes : (value: number) => `${count(value)} ${options.unit}`;
  const perSecond = (amount / Math.max(1, elapsedMs)) * 1000;
  const rate = `${show(perSecond)}/s`;
  const total = options.total;
  if (total === undefined || total <= 0) return [options.label, show(amount), rate].join("  ");
  const share = Math.min(1, amount / total);
  const filled = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled);
  const left = perSecond > 0 ? `${waiting(((total - amount) / perSecond) * 1000)} left` : "";
  return [options.label, bar, `${Math.floor(share * 100)}%`, `${show(amount)} of ${show(total)}`, rate, left]
    .join("  ")
    .trimEnd();
}
