import { acceptsSignals } from "./accept.ts";
import { combineMembers, endOf } from "./combine.ts";
import { cutShort } from "./cut-short.ts";
import { execute, pauseMs, type Standing, type Step } from "./execute.ts";
import { codeOf, failureCode, OK, type Outcome, type OutcomeCode } from "./outcome.ts";
import type { EnsembleNode, Plan, PlanNode } from "./plan.ts";
import { sumOrNull, type Attempt, type Result } from "./result.ts";
import type { Target } from "./target.ts";

/** What is known, or drawn, of asking a target about this row for the k-th time. */
export type OutcomeTable = (target: Target, tried: number) => Outcome;

/** Where the signals cannot tell whether an answer is accepted, take it or escalate: the two ends of what is possible. */
export type UnknownAccept = "accept" | "escalate";

export interface Projection extends Result {
  /** False where an accept or a vote hung on something the log does not know. */
  readonly identified: boolean;
}

/**
 * What a member's attempts come to when another answers at `end`: later ones are never made, the one under way is cancelled.
 * @param tie whether an attempt that ends at this very moment is too late
 * @param notBefore when an attempt began, or at the earliest can have begun
 */
function abandon(
  attempts: readonly Attempt[],
  end: number,
  tie: boolean,
  notBefore: (attempt: Attempt) => number,
): readonly Attempt[] {
  return attempts.flatMap((attempt) => {
    const { started_ms: started, outcome } = attempt;
    if (notBefore(attempt) >= end) return [];
    const ended = started + (outcome.latency_ms ?? Number.NaN);
    if (!(ended > end || (tie && ended === end))) return [attempt];
    return [{ ...attempt, outcome: cutShort(outcome, "cancelled", end - started) }];
  });
}

/** State while one plan is walked: the clock is a number. */
class Walk {
  elapsed: number | null = 0;
  current: Outcome | null = null;
  /** The last moment that is known of this strand. */
  since = 0;
  /** The earliest that attempts of unknown begin can have begun. */
  readonly earliest = new Map<Attempt, number>();
  identified = true;
  readonly attempts: Attempt[] = [];
  readonly notes: string[] = [];
  readonly deadlines = new Map<number, number | null>();
  readonly table: OutcomeTable;
  readonly unknownAccept: UnknownAccept;

  constructor(table: OutcomeTable, unknownAccept: UnknownAccept) {
    this.table = table;
    this.unknownAccept = unknownAccept;
  }

  drive(node: PlanNode, at?: Standing): OutcomeCode {
    const execution = execute(node, at);
    let next = execution.next();
    while (!next.done) next = execution.next(this.answer(next.value));
    return next.value;
  }

  answer(step: Step): number {
    switch (step.step) {
      case "attempt":
        return this.attempt(step);
      case "wait":
        return this.wait(step);
      case "open":
        this.deadlines.set(step.scope, this.elapsed === null ? null : this.elapsed + step.budget_ms);
        return 0;
      case "expired":
        return Number(this.expired(step.scopes));
      case "accept": {
        const accepted = acceptsSignals(step.accept, this.current?.signals ?? null);
        if (accepted === null) this.identified = false;
        return Number(accepted ?? this.unknownAccept === "accept");
      }
      case "fork":
        return this.fork(step.node, step.scopes);
      case "refuse":
        this.notes.push(step.reason);
        return step.code;
    }
  }

  /** The earliest open deadline, ms from arrival; Infinity where there is none or the clock is not known. */
  deadline(scopes: readonly number[]): number {
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...scopes.map((scope) => this.deadlines.get(scope) ?? Number.POSITIVE_INFINITY),
    );
  }

  expired(scopes: readonly number[]): boolean {
    return this.elapsed !== null && this.elapsed >= this.deadline(scopes);
  }

  wait(step: Extract<Step, { step: "wait" }>): number {
    if (this.elapsed === null) return 0;
    const pause = pauseMs(step.ms, this.current?.failure?.retry_after_ms);
    if (pause === null) return 1;
    const until = this.elapsed + pause;
    if (until >= this.deadline(step.scopes)) return 1;
    this.elapsed = until;
    return 0;
  }

  attempt(step: Extract<Step, { step: "attempt" }>): OutcomeCode {
    const started = this.elapsed;
    if (started !== null) this.since = started;
    let outcome = this.table(step.target, step.try);
    const end = started === null || outcome.latency_ms === null ? null : started + outcome.latency_ms;
    const deadline = this.deadline(step.scopes);
    if (end !== null && started !== null && end > deadline) {
      outcome = cutShort(outcome, "timeout", deadline - started);
    }
    this.elapsed = end === null ? null : Math.min(end, deadline);
    this.current = outcome;
    const attempt: Attempt = {
      target: step.target,
      kind: step.kind,
      try: step.try,
      started_ms: started ?? Number.NaN,
      outcome,
    };
    this.attempts.push(attempt);
    if (started === null) this.earliest.set(attempt, this.since);
    return codeOf(outcome);
  }

  fork(node: EnsembleNode, scopes: readonly number[]): OutcomeCode {
    const started = this.elapsed;
    if (started !== null) this.since = started;
    const since = this.since;
    const before = this.attempts.length;
    const members = node.children.map((child) => {
      this.elapsed = started;
      this.since = since;
      this.current = null;
      const first = this.attempts.length;
      const code = this.drive(child, { kind: "member", scopes });
      const attempts = this.attempts.slice(first);
      return { code, answer: this.current as Outcome | null, elapsed: this.elapsed, attempts };
    });
    const ended = members.map((member) => member.elapsed ?? Number.NaN);
    const combined = combineMembers(node.combine, {
      valid: members.map((member) => member.code === OK),
      answers: members.map((member) => member.answer?.answer_hash ?? null),
      weights: node.weights,
      ended,
    });
    if (!combined.identified) this.identified = false;
    this.notes.push(combined.reason);
    const end = endOf(node.combine, combined.winner, ended);
    if (node.combine === "first_valid" && combined.winner !== -1 && !Number.isNaN(end)) {
      const made = members.map((member, index) =>
        index === combined.winner
          ? member.attempts
          : abandon(
              member.attempts,
              end,
              index > combined.winner,
              (made) => this.earliest.get(made) ?? made.started_ms,
            ),
      );
      this.attempts.splice(before, Number.POSITIVE_INFINITY, ...made.flat());
    }
    this.since = since;
    this.elapsed = Number.isNaN(end) ? null : end;
    this.current = (members[combined.winner] ?? members[0])?.answer ?? null;
    return combined.winner === -1 ? (members[0]?.code ?? failureCode("server")) : OK;
  }
}

/** Walks one plan for one row with a plain loop: nothing is called, outcomes come from a table. */
export function project(plan: Plan, table: OutcomeTable, unknownAccept: UnknownAccept = "escalate"): Projection {
  const walk = new Walk(table, unknownAccept);
  const code = walk.drive(plan.node);
  return {
    code,
    answer: walk.current,
    attempts: walk.attempts,
    cost_usd: sumOrNull(walk.attempts.map((attempt) => attempt.outcome.cost_usd)),
    latency_ms: walk.elapsed,
    notes: walk.notes,
    identified: walk.identified,
  };
}
