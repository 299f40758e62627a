import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseResult, CheckReport } from "../../contracts/check-report.ts";
import type { Pack } from "../../contracts/pack.ts";
import { linesIn } from "../yaml-text.ts";

type Lines = ReturnType<typeof linesIn>;

/** Puts the line of each case that a reader will look up: those that are not as they should be. The others are not looked for. */
export function withLines({ folder, contracts }: Pick<Pack, "folder" | "contracts">, report: CheckReport): CheckReport {
  const files = new Map<string, Lines | null>();
  const linesOf = (file: string): Lines | null => {
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = readLines(join(folder, file))));
    return lines;
  };
  const lineOf = ({ contract, file, case: id }: CaseResult): number | null => {
    const index = contracts.find((one) => one.id === contract)?.golden_cases.findIndex((one) => one.id === id) ?? -1;
    return index === -1 ? null : (linesOf(file)?.(["golden_cases", index]) ?? null);
  };
  const results = report.results.map((result) =>
    result.status === "passed" || result.status === "skipped" ? result : { ...result, line: lineOf(result) },
  );
  return { ...report, results };
}

/** A file that has gone since it was read has no lines. */
function readLines(path: string): Lines | null {
  try {
    return linesIn(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
