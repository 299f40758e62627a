import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CaseResult, CheckReport } from "../../contracts/check-report.ts";
import type { Pack } from "../../contracts/pack.ts";
import { lineAtPath } from "../yaml-text.ts";

/** Puts the line of each case that a reader will look up: those that are not as they should be. The others are not looked for. */
export function withLines({ folder, contracts }: Pick<Pack, "folder" | "contracts">, report: CheckReport): CheckReport {
  const texts = new Map<string, string | null>();
  const lineOf = ({ contract, file, case: id }: CaseResult): number | null => {
    const known = texts.get(file);
    const text = known === undefined ? textOf(join(folder, file)) : known;
    texts.set(file, text);
    const index = contracts.find((one) => one.id === contract)?.golden_cases.findIndex((one) => one.id === id) ?? -1;
    return text === null || index === -1 ? null : lineAtPath(text, ["golden_cases", index]);
  };
  const results = report.results.map((result) =>
    result.status === "passed" || result.status === "skipped" ? result : { ...result, line: lineOf(result) },
  );
  return { ...report, results };
}

/** A file that has gone since it was read has no lines. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
