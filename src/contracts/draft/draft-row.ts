import type { Answer } from "../../core/answer/answer.ts";
import type { Dialect } from "../../core/exchange.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Seen } from "../finding.ts";

/** A logged request with its answer, as contracts are drafted from it. */
export interface DraftRow {
  /** Its golden case: a name for files, the same at every drafting. */
  readonly case: string;
  readonly dialect: Dialect;
  /** As it is written into the golden file. */
  readonly request: JsonObject;
  readonly answer: Answer;
  readonly endpoint: string | null;
  /** Outcomes supplied for the row, by name. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** What a contract is shown of a row. */
export function seenRow({ request, answer, outcomes }: DraftRow): Seen {
  return {
    request,
    answer,
    failure: null,
    latency_ms: null,
    cost_usd: null,
    output_tokens: null,
    outcomes,
    golden: answer,
  };
}

/** Calls, or answers, that must agree before what they have in common is taken for a rule and not for chance. */
export const ENOUGH = 3;
