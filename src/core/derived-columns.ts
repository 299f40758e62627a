import { answerHash } from "./answer/canonical-answer.ts";
import { readAnswer } from "./answer/read-answer.ts";
import type { Dialect, Exchange, Needs, Replayability } from "./exchange.ts";
import { fingerprints, sha256Hex, type HashText } from "./fingerprint.ts";
import { neutralRequest } from "./neutral/neutral-request.ts";
import { signalsOf } from "./signals.ts";
import type { Usage } from "./usage.ts";

/** Why a logged request body is not what was sent. */
export type BodyFlaw = Extract<Replayability, "truncated" | "redacted" | "body_missing">;

export interface LoggedBodies {
  readonly dialect: Dialect;
  /** Parsed bodies; null where there is none. */
  readonly request: unknown;
  readonly response: unknown;
  readonly request_flaw: BodyFlaw | null;
  /** The response is cut or redacted: only what its envelope says still holds. */
  readonly response_flawed: boolean;
  readonly usage: Usage | null;
}

/** The columns of an exchange that follow from its bodies, computed once when it is written. */
export type DerivedColumns = Pick<
  Exchange,
  "needs" | "signals" | "prompt_hash" | "request_hash" | "answer_hash" | "replayability"
>;

const NO_NEEDS: Needs = { tools: false, images: false, json_schema: false };

/** Needs, signals, hashes and whether the exchange can be replayed, from its bodies. A request that is not exact has no hash. */
export function deriveColumns(bodies: LoggedBodies, hash: HashText = sha256Hex): DerivedColumns {
  const request = neutralRequest(bodies.request, bodies.dialect, hash);
  const asksNothing = request !== null && request.whole && request.prompt.messages.length === 0;
  const flaw = bodies.request_flaw ?? (asksNothing ? "body_missing" : null);
  const exact = flaw === null ? request : null;
  const answer = readAnswer(bodies.response);
  const signals = signalsOf(exact === null ? null : exact.prompt, answer, bodies.usage);
  return {
    needs: request?.needs ?? NO_NEEDS,
    signals: bodies.response_flawed
      ? { ...signals, refusal: null, tool_calls_valid: null, json_schema: null }
      : signals,
    ...fingerprints(exact, hash),
    answer_hash: bodies.response_flawed ? null : answerHash(answer, hash),
    replayability: flaw ?? request?.obstacle ?? (bodies.dialect === "unknown" ? "unknown_dialect" : "exact"),
  };
}
