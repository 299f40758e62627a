import { ATTEMPT_KINDS } from "./execute.ts";
import type { Outcome } from "./outcome.ts";
import type { Target } from "./target.ts";

/** The part of an AbortSignal that is needed here. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What a call is to its plan: one of the executor's attempts, or the question to a judge about an answer. */
export const CALL_KINDS = [...ATTEMPT_KINDS, "judge"] as const;

export type CallKind = (typeof CALL_KINDS)[number];

/** One physical call to ask for. */
export interface Call {
  readonly target: Target;
  readonly kind: CallKind;
  readonly try: number;
  readonly patch: Readonly<Record<string, unknown>> | null;
  /** ms left before the plan's budget ends; null = no budget. */
  readonly deadline_ms: number | null;
}

/**
 * Makes one call and always answers with a value: a provider's failure is an outcome. Stops when the signal aborts; an outcome
 * given at once then tells what the abandoned call cost, else its cost is unknown.
 */
export type Send<Request> = (request: Request, call: Call, signal: Signal) => Promise<Outcome>;

/** Clock, timer and cancellation, from outside: the core has none of its own. */
export interface Runtime {
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: Signal): Promise<void>;
  /** A signal that aborts by hand or with its parent. */
  child(parent: Signal | null): { readonly signal: Signal; abort(): void };
}
