import type { CaseResult } from "./check-report.ts";

/** Whether a case says that its contract is broken, or that nobody can tell; flaky ones only where the contract is critical. */
export function isFailing({ status, critical }: Pick<CaseResult, "status" | "critical">): boolean {
  return status === "failed" || status === "not_reproducible" || (status === "flaky" && critical);
}

/** Whether a case fails its run: it fails, and its contract is promoted. */
export function failsRun(result: Pick<CaseResult, "status" | "critical" | "blocking">): boolean {
  return result.blocking && isFailing(result);
}
