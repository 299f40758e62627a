import { shadowRunPage } from "../../report/shadow/run-page.ts";
import { byContract } from "../../shadow/by-contract.ts";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { ReportParts } from "../report.ts";
import { findShadowRun } from "./shadow-runs.ts";

/** Pairs to be read: more tell nothing new. */
const PAIRS = 40;
const ALL = Number.MAX_SAFE_INTEGER;

/** A shadow run as a self-contained HTML document. Throws `shadow_run_unknown`. */
export function reportShadowRun({ store, now, version }: ReportParts, id: string): string {
  const run = findShadowRun(store, id);
  const { shadows } = store.control;
  const brief = shadows.pooledComparisons({ id }, ALL).toSorted((a, b) => a.number - b.number);
  const worst = brief.toSorted((a, b) => badness(b) - badness(a)).slice(0, PAIRS);
  const pairs = worst.flatMap(({ number }) => shadows.shadowComparisons(id, {}, 1, number - 1));
  return shadowRunPage(
    { run, contracts: byContract(brief), pairs, of: brief.length },
    { created_at: run.created_at, written_at: now(), version },
  );
}

/** Losses, critical ones first, then what changed its mind, could not be compared, failed on both sides, was gained, and differs. */
function badness(one: ShadowComparison): number {
  if (one.result === "loss") return one.critical_loss ? 7 : 6;
  if (one.result === "flaky") return 5;
  if (!one.comparable) return 4;
  if (one.result === "both_fail") return 3;
  if (one.result === "gain") return 2;
  return one.differs ? 1 : 0;
}
