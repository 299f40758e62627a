import type { CaseRun } from "../../contracts/case-result.ts";
import type { Trial } from "../../contracts/check-report.ts";
import { checkContract } from "../../contracts/check-contract.ts";
import type { Checked } from "../../contracts/finding.ts";
import { isTransportFailure } from "../../contracts/transport-failure.ts";
import type { Target } from "../../core/target.ts";
import { askAll } from "../asking/ask-all.ts";
import type { Asked, AskedAnswer, Asking } from "../asking/ask-target.ts";
import { notIn, type CheckUnit } from "./check-unit.ts";
import { asExpected, seenAnswer } from "./seen.ts";
import type { Settle } from "./settling.ts";

/** How calls are made. */
export interface LiveCalls {
  /** Trials of each case. */
  readonly repeat: number;
  /** Calls in flight. */
  readonly concurrency: number;
  /** ms of each try, over what contracts say; null = theirs, else 30 s. */
  readonly timeout_ms: number | null;
  /** Further tries at most, whatever contracts say; null = theirs, else 2. */
  readonly retry_cap: number | null;
}

export interface LiveParts {
  readonly asking: Asking;
  readonly target: Target;
  /** Of the target. */
  readonly provider: string;
  /** Null = nothing is settled. */
  readonly settle: Settle | null;
  readonly signal: AbortSignal;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Trials that are done of all there are, and what they cost so far, USD. */
  readonly onProgress: (done: number, total: number, cost_usd: number) => void;
}

/** One call that was made for a case, and what came of it: the request as it was sent, the answer as it came. */
export interface CapturedTrial {
  readonly unit: CheckUnit;
  /** From 1. */
  readonly trial: number;
  /** ms since the epoch: when it was asked. */
  readonly at: number;
  readonly asked: Asked;
  readonly answered: AskedAnswer;
  /** Null where no answer came. */
  readonly checked: Checked | null;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_RETRIES = 2;

/** Asks the target each case, so many times, and holds the answers against the contracts. */
export async function runLive(
  parts: LiveParts,
  units: readonly CheckUnit[],
  calls: LiveCalls,
): Promise<{ readonly runs: readonly CaseRun[]; readonly captured: readonly CapturedTrial[] }> {
  const asked = units.filter((unit) => notIn("live", unit.case, parts.provider) === null);
  const wanted = asked.flatMap((unit) =>
    Array.from({ length: calls.repeat }, (_, index) => ({ unit, trial: index + 1 })),
  );
  let [done, cost] = [0, 0];
  const results = await askAll(
    wanted,
    calls.concurrency,
    async ({ unit, trial }) => {
      const captured = await oneTrial(parts, unit, trial, calls);
      done += 1;
      cost += captured.answered.cost_usd ?? 0;
      parts.onProgress(done, wanted.length, cost);
      return captured;
    },
    parts.signal,
  );
  const captured = results.filter((result) => result !== undefined);
  const byUnit = Map.groupBy(captured, ({ unit }) => unit);
  return {
    captured,
    runs: units.map((unit) => ({
      contract: unit.contract,
      case: unit.case,
      not_reproducible: null,
      skipped: notIn("live", unit.case, parts.provider),
      trials: (byUnit.get(unit) ?? []).map(trialOf),
    })),
  };
}

/** A case's request as it goes to a target: what the contract says of time and tries, within what the run says. */
export function askedOf({ contract, golden }: CheckUnit, target: Target, calls: LiveCalls): Asked {
  const retries = contract.retries ?? calls.retry_cap ?? DEFAULT_RETRIES;
  return {
    target,
    dialect: golden.dialect,
    request: golden.request,
    timeout_ms: calls.timeout_ms ?? contract.timeout_ms ?? DEFAULT_TIMEOUT_MS,
    retries: Math.min(retries, calls.retry_cap ?? retries),
    logged_at: golden.logged_at,
  };
}

async function oneTrial(parts: LiveParts, unit: CheckUnit, trial: number, calls: LiveCalls): Promise<CapturedTrial> {
  const asked = askedOf(unit, parts.target, calls);
  const at = parts.now();
  const answered = await parts.asking.ask(asked, parts.signal);
  const { failure } = answered;
  const checked = failure !== null && isTransportFailure(failure) ? null : await checkAnswer(parts, unit, answered);
  return { unit, trial, at, asked, answered, checked };
}

/** Holds a contract against an answer, and has settled what it leaves open where somebody settles. */
export async function checkAnswer(
  { settle, signal }: Pick<LiveParts, "settle" | "signal">,
  unit: CheckUnit,
  answered: AskedAnswer,
): Promise<Checked> {
  const seen = seenAnswer(unit.golden, answered);
  const checked = checkContract(unit.compiled, seen);
  if (settle === null || checked.open.length === 0) return checked;
  return checkContract(unit.compiled, seen, await settle(checked.open, seen, signal));
}

function trialOf({ unit, trial, answered, checked }: CapturedTrial): Trial {
  const { latency_ms, cost_usd, failure } = answered;
  return {
    trial,
    passed: checked === null ? null : asExpected(unit.case, checked),
    checked,
    error: checked === null ? failure : null,
    latency_ms,
    cost_usd,
  };
}
