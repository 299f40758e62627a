import type { Dialect } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { Contract } from "./contract.ts";

/** Hashes of the parts of a request that do not depend on the model: equal hashes = the same question. See `boundaryOf`. */
export interface Boundary {
  readonly model: string | null;
  /** Tools and tool choice. */
  readonly tool_schema_hash: string;
  readonly message_hash: string;
  readonly system_hash: string;
}

/** A file of `golden/`. */
export interface Golden {
  readonly file: string;
  readonly boundary: Boundary | null;
  readonly request: JsonObject;
  /** Told from the request where the file does not say. */
  readonly dialect: Dialect;
  /** A provider's response body; null where the file has none. */
  readonly response: JsonObject | null;
  /** Of the logged row it was made of: what a played log answers by. Null otherwise. */
  readonly logged_at: number | null;
  readonly request_id: string | null;
}

/** `recordings/<case>.recording.json`, or named like the golden file: a raw provider response, alone or with what it cost. */
export interface Recording {
  readonly file: string;
  readonly boundary: Boundary | null;
  readonly response: JsonObject;
  readonly model: string | null;
  readonly provider: string | null;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  readonly outcomes: Readonly<Record<string, number>>;
}

export const NON_REPRODUCIBLE = [
  "recording_not_found",
  "SCHEMA_DRIFT",
  "NON_DETERMINISTIC_INPUT",
  "MISSING_PREREQUISITES",
  "model_nondeterminism",
] as const;
/** Why a case says nothing: no recording; the request is not the one that was recorded (tools, messages, something missing); trials disagree. */
export type NonReproducible = (typeof NON_REPRODUCIBLE)[number];

/** An entry of `nr-allowlist.json`. */
export interface Allowance {
  readonly contract_path: string;
  readonly reason_code: string;
  readonly owner: string;
  /** YYYY-MM-DD; valid to the end of that day, UTC. */
  readonly expiry_date: string;
  readonly rationale: string;
}

/** A folder of contracts, read and checked. */
export interface Pack {
  readonly folder: string;
  readonly name: string;
  readonly description: string | null;
  readonly version: string | null;
  /** Whom to ask where nobody else is named, and for which model. */
  readonly provider: string | null;
  readonly model: string | null;
  /** SHA-256 (hex) over pack.yaml, contracts and golden files: which pack it was. */
  readonly hash: string;
  readonly contracts: readonly Contract[];
  /** By `input_ref`. */
  readonly golden: ReadonlyMap<string, Golden>;
  /** By case id. */
  readonly recordings: ReadonlyMap<string, Recording>;
  /** JSON paths that differences never make alike before they compare. */
  readonly never_normalize: readonly string[];
  readonly allowances: readonly Allowance[];
  /** What is odd but no mistake: keys that are kept and not enforced, recordings of no case. */
  readonly notes: readonly string[];
}
