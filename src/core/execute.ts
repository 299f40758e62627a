import { codeIn, type OutcomeCode, OK, failureCode, RETRYABLE } from "./outcome.ts";
import type { CascadeNode, EnsembleNode, FallbackNode, AttemptNode, PlanNode, Accept } from "./plan.ts";
import type { Target } from "./target.ts";

export const ATTEMPT_KINDS = ["first", "retry", "fallback", "step", "member"] as const;

export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

/**
 * What the executor asks its driver to do or to find out. The driver keeps clocks, outcomes and "the current answer"
 * (what the last attempt or fork gave); the executor keeps the order of things.
 */
export type Step =
  /** Make one call; answer with its outcome code. `scopes` are the open budgets it stands under. */
  | {
      readonly step: "attempt";
      readonly target: Target;
      readonly kind: AttemptKind;
      /** 0 for the first try at this target, then counting. */
      readonly try: number;
      readonly patch: Readonly<Record<string, unknown>> | null;
      readonly scopes: readonly number[];
    }
  /** Wait before a retry, longer where the failure says so; answer 1 where a budget ends first, or the failure asks for too much. */
  | { readonly step: "wait"; readonly ms: number; readonly scopes: readonly number[] }
  /** A budget begins now. Answer 0. */
  | { readonly step: "open"; readonly scope: number; readonly budget_ms: number }
  /** Answer 1 where any of the budgets is used up. */
  | { readonly step: "expired"; readonly scopes: readonly number[] }
  /** Answer 1 where the current answer is accepted. */
  | { readonly step: "accept"; readonly accept: Accept; readonly scopes: readonly number[] }
  /** Run all children at once and combine them; answer with the code of what came out. */
  | {
      readonly step: "fork";
      readonly node: EnsembleNode;
      /** What the ensemble as a whole is to the plan; each of its members is a `member`. */
      readonly kind: AttemptKind;
      readonly scopes: readonly number[];
    }
  /** Nothing may be called; answer with the code given. */
  | { readonly step: "refuse"; readonly reason: string; readonly code: OutcomeCode };

/** Where in a plan the executor stands. */
export interface Standing {
  readonly kind: AttemptKind;
  readonly scopes: readonly number[];
}

/** Takes steps, receives answers, returns the outcome code of the whole. */
export type Execution = Generator<Step, OutcomeCode, number>;

const BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;

/** Pause before the k-th retry (1-based): 0.5 s, doubling, at most 8 s. */
export function backoffMs(retry: number): number {
  return Math.min(BACKOFF_MS * 2 ** (retry - 1), LONGEST_BACKOFF_MS);
}

const LONGEST_RETRY_AFTER_MS = 60_000;

/** How long a retry waits, ms: as planned, or longer where the provider says so; null = longer than anybody waits for one target. */
export function pauseMs(planned: number, retryAfter: number | undefined): number | null {
  if (retryAfter === undefined || retryAfter <= planned) return planned;
  return retryAfter > LONGEST_RETRY_AFTER_MS ? null : retryAfter;
}

const CANCELLED = failureCode("cancelled");

function* executeAttempt(node: AttemptNode, at: Standing): Execution {
  for (let tried = 0; ; tried++) {
    const code = yield {
      step: "attempt",
      target: node.target,
      kind: tried === 0 ? at.kind : "retry",
      try: tried,
      patch: node.patch ?? null,
      scopes: at.scopes,
    };
    if (code === OK || tried === node.retries || !codeIn(code, RETRYABLE)) return code;
    if ((yield { step: "wait", ms: backoffMs(tried + 1), scopes: at.scopes }) === 1) return code;
  }
}

function* executeFallback(node: FallbackNode, at: Standing): Execution {
  let scopes = at.scopes;
  if (node.budget_ms !== null) {
    const scope = at.scopes.length === 0 ? 0 : Math.max(...at.scopes) + 1;
    yield { step: "open", scope, budget_ms: node.budget_ms };
    scopes = [...at.scopes, scope];
  }
  let code: OutcomeCode = OK;
  for (const [index, child] of node.children.entries()) {
    if (index > 0 && scopes.length > 0 && (yield { step: "expired", scopes }) === 1) return code;
    code = yield* execute(child, { kind: index === 0 ? at.kind : "fallback", scopes });
    if (code === OK || !codeIn(code, node.on)) return code;
  }
  return code;
}

function* executeCascade(node: CascadeNode, at: Standing): Execution {
  let code: OutcomeCode = OK;
  for (const [index, child] of node.children.entries()) {
    if (index > 0 && at.scopes.length > 0 && (yield { step: "expired", scopes: at.scopes }) === 1) return code;
    code = yield* execute(child, { kind: index === 0 ? at.kind : "step", scopes: at.scopes });
    if (code === CANCELLED || index === node.children.length - 1) return code;
    if (code === OK && (yield { step: "accept", accept: node.accept, scopes: at.scopes }) === 1) return code;
  }
  return code;
}

/**
 * The one executor: walks a plan by asking for steps. `run` drives it with promises, `project` with a loop, and the
 * columns of a replay with whole groups of rows; none of them decides anything.
 */
export function* execute(node: PlanNode, at: Standing = { kind: "first", scopes: [] }): Execution {
  switch (node.node) {
    case "attempt":
      return yield* executeAttempt(node, at);
    case "fallback":
      return yield* executeFallback(node, at);
    case "cascade":
      return yield* executeCascade(node, at);
    case "ensemble":
      return yield { step: "fork", node, kind: at.kind, scopes: at.scopes };
    case "refuse":
      return yield { step: "refuse", reason: node.reason, code: failureCode("invalid_request") };
  }
}
