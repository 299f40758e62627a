import { allowanceFor, isExpired } from "./allowance.ts";
import type { CaseResult, CaseStatus, Trial } from "./check-report.ts";
import type { Contract, GoldenCase } from "./contract.ts";
import type { Allowance, NonReproducible } from "./pack.ts";

/** What was made of one case. */
export interface CaseRun {
  readonly contract: Contract;
  readonly case: GoldenCase;
  /** Why it says nothing; null where it was run or skipped. */
  readonly not_reproducible: NonReproducible | null;
  /** Why it does not run in this lane; null where it does. */
  readonly skipped: string | null;
  readonly trials: readonly Trial[];
}

const REASONS: Readonly<Record<NonReproducible, string>> = {
  recording_not_found: "there is no recording",
  SCHEMA_DRIFT: "its tools are not those that were recorded",
  NON_DETERMINISTIC_INPUT: "its messages are not those that were recorded",
  MISSING_PREREQUISITES: "the request lacks what the contract is about",
  model_nondeterminism: "its trials disagree",
};

type Judged = Pick<CaseResult, "status" | "failure_class" | "reason" | "message">;

/** What a case comes to: flake-aware over its trials, and with the allow-list. @param now ms since the epoch */
export function caseResult(run: CaseRun, allowances: readonly Allowance[], now: number): CaseResult {
  const { contract, trials } = run;
  return {
    contract: contract.id,
    file: contract.file,
    line: null,
    case: run.case.id,
    blocking: contract.status === "promoted",
    critical: contract.critical,
    ...judged(run, allowances, now),
    trials,
  };
}

function judged(run: CaseRun, allowances: readonly Allowance[], now: number): Judged {
  const plain = (status: CaseStatus, message: string | null): Judged => ({
    status,
    failure_class: null,
    reason: null,
    message,
  });
  if (run.skipped !== null) return plain("skipped", run.skipped);
  if (run.not_reproducible !== null) {
    return withAllowance("not_reproducible", run.not_reproducible, REASONS[run.not_reproducible], null);
  }
  const told = run.trials.filter(({ passed }) => passed !== null);
  const failed = told.filter(({ passed }) => passed === false);
  if (told.length === 0) return untold(run.trials, plain);
  const [first] = failed;
  if (first === undefined) return plain("passed", null);
  const failure_class = first.checked?.failure_class ?? null;
  const why = `${failureText(run.case, first)}${told.length > 1 ? ` (${failed.length} of ${told.length} trials failed)` : ""}`;
  if (failed.length * 2 >= told.length) return { status: "failed", failure_class, reason: null, message: why };
  return withAllowance("flaky", "model_nondeterminism", why, failure_class);

  function withAllowance(
    status: CaseStatus,
    reason: NonReproducible,
    message: string,
    failure_class: string | null,
  ): Judged {
    const entry = allowanceFor(allowances, { file: run.contract.file, reason }, now);
    if (entry === null) return { status, failure_class, reason, message };
    const { owner, expiry_date: date, rationale } = entry;
    return isExpired(entry, now)
      ? { status, failure_class, reason, message: `${message}; what ${owner} allowed ran out on ${date}` }
      : {
          status: "allowed",
          failure_class,
          reason,
          message: `${message}; ${owner} allows it until ${date}: ${rationale}`,
        };
  }
}

/** Of no trial can be told whether it is as it should be. */
function untold(trials: readonly Trial[], plain: (status: CaseStatus, message: string) => Judged): Judged {
  const checked = trials.find((trial) => trial.checked !== null)?.checked;
  if (checked == null) return plain("error", errorText(trials));
  const why = checked.findings.find(({ status }) => status === "unknown")?.message ?? "the contract asserts nothing";
  return plain("skipped", `nothing could be told: ${why}`);
}

function errorText(trials: readonly Trial[]): string {
  const error = trials.findLast((trial) => trial.error !== null)?.error;
  if (error == null) return "it was not asked";
  return `no answer: ${error.class}${error.code === null ? "" : ` ${error.code}`}: ${error.message}`;
}

function failureText({ expect_ok, expected_error: expected }: GoldenCase, { checked }: Trial): string {
  if (!expect_ok) {
    if (checked?.passed === true) return "the contract passes an answer that it should fail";
    return `the contract should fail this answer as ${expected}, and fails it as ${checked?.failure_class ?? "nothing known"}`;
  }
  const finding = checked?.findings.find(({ failure_class }) => failure_class === checked.failure_class);
  return finding?.message ?? "the answer is not as it should be";
}
