import type { Needs } from "./exchange.ts";

/** Everything a policy may read of a request. */
export interface Features {
  readonly request_id: string;
  /** ms since the epoch, UTC. */
  readonly created_at: number;
  /** The model the client asked for. */
  readonly model: string;
  readonly project: string;
  readonly endpoint: string | null;
  readonly api_key: string | null;
  readonly end_user: string | null;
  readonly session: string | null;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Null where it is not known. */
  readonly input_tokens: number | null;
  readonly stream: boolean;
  readonly needs: Needs;
}
