import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import { readAnswer } from "../../core/answer/read-answer.ts";
import type { Dialect, Exchange } from "../../core/exchange.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import { arrayOf, isObject, objectOf, parseJson } from "../../core/json.ts";
import { CALL_KINDS } from "../../core/send.ts";
import { target as targetOf, type Target } from "../../core/target.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import type { PairSide } from "../../experiments/index.ts";

/** A logged row as it is asked again, complete: what is kept of it outlives the row. The data of an experiment's unit. */
export interface AskedRow {
  readonly request_id: string;
  /** ms since the epoch. */
  readonly created_at: number;
  readonly project: string;
  readonly endpoint: string | null;
  /** Of the endpoint, as the row was served; null where that is not known. */
  readonly endpoint_version: number | null;
  readonly api_key: string | null;
  readonly end_user: string | null;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Session, else end user, else prompt. */
  readonly cluster: string;
  readonly dialect: Dialect;
  /** The client's body, as JSON text. */
  readonly body: string;
  readonly original: PairSide;
  /** The baseline is asked again too. */
  readonly control: boolean;
}

function clusterOf(row: Exchange): string {
  if (row.session !== null) return `session ${row.session}`;
  if (row.end_user !== null) return `end user ${row.end_user}`;
  return `prompt ${row.prompt_hash ?? row.request_id}`;
}

/** The version of the endpoint that a row's trace names. */
function versionOf({ endpoint, trace }: Exchange): number | null {
  const told = trace === null ? null : parseJson(trace);
  const label = isObject(told) ? told["endpoint"] : null;
  if (endpoint === null || typeof label !== "string" || !label.startsWith(`${endpoint}@`)) return null;
  const version = Number(label.slice(endpoint.length + 1));
  return Number.isSafeInteger(version) && version > 0 ? version : null;
}

/** The calls that a row of our own is made of, as its trace tells them. */
function attemptsOf({ trace }: Exchange): Pick<PairSide, "attempts"> {
  const decision = objectOf(objectOf(parseJson(trace ?? "null"))["decision"]);
  const told = arrayOf(decision["attempts"]).map(objectOf);
  const attempts = told.flatMap(({ target, kind, cost_usd: cost }) => {
    const known = CALL_KINDS.find((one) => one === kind);
    return typeof target !== "string" || known === undefined
      ? []
      : [{ target: target as Target, kind: known, cost_usd: typeof cost === "number" ? cost : null }];
  });
  return attempts.length === 0 || attempts.length < told.length ? {} : { attempts };
}

/** The baseline as the log has it. @param cost USD of the row; null where it is not known */
function originalOf(row: Exchange, cost: number | null): PairSide {
  const response = row.response_body === null ? undefined : parseJson(row.response_body);
  const answered = row.status === "ok" && response !== undefined;
  return {
    request_id: row.request_id,
    target: row.model === null || row.provider === null ? null : targetOf(row.model, row.provider),
    evidence: "recorded",
    failure: row.failure,
    input_tokens: row.usage === null ? null : inputTokens(row.usage),
    output_tokens: row.usage === null ? null : outputTokens(row.usage),
    cost_usd: cost,
    latency_ms: row.latency_ms,
    ttft_ms: row.ttft_ms,
    ...attemptsOf(row),
    answer: answered ? readAnswer(response) : null,
  };
}

/** @param cost USD of the row; null where it is not known */
export function askedRow(row: Exchange, cost: number | null, control: boolean): AskedRow {
  return {
    request_id: row.request_id,
    created_at: row.created_at,
    project: row.project,
    endpoint: row.endpoint,
    endpoint_version: versionOf(row),
    api_key: row.api_key,
    end_user: row.end_user,
    tags: row.tags,
    metadata: row.metadata,
    cluster: clusterOf(row),
    dialect: row.dialect,
    body: row.request_body ?? "",
    original: originalOf(row, cost),
    control,
  };
}

/** The messages that were asked, in no provider's words; null where they cannot be read. */
export function promptOf({ body, dialect }: Pick<AskedRow, "body" | "dialect">): unknown {
  return neutralRequest(parseJson(body), dialect, sha256Hex)?.prompt.messages ?? null;
}
