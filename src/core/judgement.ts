import type { Outcome } from "./outcome.ts";

/** What an answer's signals do not tell of it: its own number, and what a judge says. `Request` is what a `Send` takes. */
export interface Judgement<Request> {
  /** The number at a JSON pointer (RFC 6901) of an answer that is JSON; null where there is none. */
  selfReported(pointer: string, answer: Outcome, request: Request): number | null;
  /** The request that asks a judge how well an answer meets a criterion; null where there is nothing to show. */
  question(criterion: string, answer: Outcome, request: Request): Request | null;
  /** What a judge's answer comes to, 0..1; null where it is no score. */
  score(verdict: Outcome): number | null;
}
