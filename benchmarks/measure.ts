import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

export interface Timing {
  readonly median: number;
  readonly best: number;
  readonly worst: number;
  readonly runs: number;
}

export function milliseconds(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Middle, best and worst of some measurements of one thing. */
export function timingOf(values: readonly number[]): Timing {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, best: sorted[0]!, worst: sorted.at(-1)!, runs: sorted.length };
}

/** Times several works in turn, round by round, so that a busy moment of the machine falls on all of them alike. */
export function inTurn(works: readonly (() => void)[], warmUp: number, rounds: number): readonly Timing[] {
  const taken: number[][] = works.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [number, work] of works.entries()) {
      const took = milliseconds(work);
      if (round >= 0) taken[number]!.push(took);
    }
  }
  return taken.map(timingOf);
}

/** Most memory this process has held so far, MB. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

/** Runs a script beside this one in a process of its own, and reads the JSON of its last line. */
export function inOwnProcess<T>(script: string, args: readonly string[]): T {
  const path = new URL(script, import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${String(status)}\n${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1) as string) as T;
}

/** Works in the given folder, or in one of its own that is gone afterwards. */
export async function withFolder<T>(given: string | undefined, work: (folder: string) => T | Promise<T>): Promise<T> {
  if (given !== undefined) return work(given);
  const folder = mkdtempSync(join(tmpdir(), "understudy-benchmark-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the figures were measured on. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${memory} GB of memory, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** A Markdown table; all but the first column to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** Three digits that count. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(value >= 10 ? 1 : 2);
}
