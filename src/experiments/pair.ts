import type { Answer } from "../core/answer/answer.ts";
import type { Evidence } from "../core/evidence.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { CallKind } from "../core/send.ts";
import type { Target } from "../core/target.ts";

/** One call that a side is made of. */
export interface PairAttempt {
  readonly target: Target;
  /** Why it was made: `fallback` after a failure, `step` after an answer that was not accepted, `retry` of the same target. */
  readonly kind: CallKind;
  /** USD; null = not known. */
  readonly cost_usd: number | null;
}

/** One side of a pair. */
export interface PairSide {
  /** Of its row in the log. */
  readonly request_id: string;
  readonly target: Target | null;
  /** `recorded` where the log (or a recording) holds it, `measured` where it was called for this experiment. */
  readonly evidence: Evidence;
  readonly failure: OutcomeFailure | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** USD; null = not known. */
  readonly cost_usd: number | null;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  /** Every call of it, in order. Missing where nobody kept them: of logs from elsewhere, and of pairs of before these were kept. */
  readonly attempts?: readonly PairAttempt[];
  /** Null where it failed or its body is not there. */
  readonly answer: Answer | null;
}

/** Values of one supplied outcome on both sides of a pair. */
export interface PairOutcome {
  readonly original: number | null;
  readonly replay: number | null;
}

/** Baseline and candidate outcome of one request. The bodies are copies: the pair outlives its rows. */
export interface Pair {
  readonly ordinal: number;
  /** Of the logged request. */
  readonly request_id: string;
  /** ms since the epoch, of the logged request. */
  readonly created_at: number;
  /** Requests of one session, else one end user, else one prompt, are not independent. */
  readonly cluster: string;
  readonly end_user: string | null;
  readonly tags: readonly string[];
  /** Messages as they were asked, dialect-neutral; null where they could not be read. */
  readonly prompt: unknown;
  readonly original: PairSide;
  readonly replay: PairSide;
  /** The baseline asked again in the same hour; null where this row is not of the control. */
  readonly control: PairSide | null;
  /** Cosine of embeddings, [0,1]; null without an embeddings model, or where there is no text on both sides. */
  readonly cosine: { readonly replay: number | null; readonly control: number | null };
  /** Output tokens the candidate was limited to because the request had no limit; null = it had. */
  readonly output_limit: number | null;
  /** The candidate stopped at that limit. */
  readonly truncated_by_us: boolean;
  /** Supplied outcomes: original's and replay's values by name; the replay's is looked up by request id, or among recorded rows of its target and request hash. */
  readonly outcomes: Readonly<Record<string, PairOutcome>>;
}

/** A pair whose worker was killed while its calls were under way: paid perhaps, never called again, and nothing is known of it. */
export interface InterruptedPair {
  readonly interrupted: true;
}

/** What is stored of one unit of an experiment with responses. */
export interface PairRecord {
  readonly ordinal: number;
  readonly result: Pair | InterruptedPair;
}

/** Code of a call that was refused because the cap left no room for it. */
export const CAP_REACHED = "cap_reached";
