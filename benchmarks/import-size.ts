import type { ImportCase } from "./import-case.ts";
import { litellmFile } from "./litellm-file.ts";
import { digits, inOwnProcess, table } from "./measure.ts";
import { join } from "node:path";

const UNITS = { MB: 1e6, GB: 1e9 } as const;

/** Bytes of a size like 5GB. */
export function bytesOf(size: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(MB|GB)$/u.exec(size) ?? [];
  if (amount === undefined) throw new Error(`--size ${size}: expected a size such as 500MB or 5GB`);
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

/** One import of a log of so many bytes, made in the folder. */
export function importOfSize(folder: string, bytes: number): ImportCase {
  return inOwnProcess<ImportCase>("./import-case.ts", ["import", join(folder, "imported"), litellmFile(folder, bytes)]);
}

export function sizeTable(run: ImportCase): string {
  const quarter = (at: number): string => `${digits(run.quarters[at]!)} (${digits(run.ownQuarters[at]!)})`;
  return table(
    ["log", "MB", "rows", "MB/s", "first", "second", "third", "fourth", "peak, sealing included"],
    [
      [
        "generated conversations",
        digits(run.bytes / 1e6),
        run.rows.toLocaleString("en-US"),
        digits(run.bytes / 1_000 / run.took),
        ...[0, 1, 2, 3].map(quarter),
        digits(run.peak),
      ],
    ],
  );
}
