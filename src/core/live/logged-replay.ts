import type { Exchange } from "../exchange.ts";

/** One figure of both rows. */
export interface Changed<V> {
  readonly before: V;
  readonly after: V;
}

/** What sending a logged request again came to, beside the row it was made of. */
export interface LoggedReplay {
  readonly source_request_id: string;
  readonly new_request_id: string;
  /** HTTP status the replay was answered with. */
  readonly http_status: number;
  readonly status: Exchange["status"];
  readonly edited: boolean;
  readonly forced: boolean;
  readonly difference: {
    readonly status: Changed<string>;
    readonly failure: Changed<string | null>;
    readonly target: Changed<string | null>;
    readonly config: Changed<string | null>;
    readonly cost_usd: Changed<number | null>;
    readonly latency_ms: Changed<number | null>;
    readonly input_tokens: Changed<number | null>;
    readonly output_tokens: Changed<number | null>;
    /** Null where one of the two answers is not known. */
    readonly same_answer: boolean | null;
  };
  /** The new answer, as the client would have got it. */
  readonly response: unknown;
}
