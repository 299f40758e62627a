import { readAnswer } from "../../core/answer/read-answer.ts";
import type { Exchange, Replayability } from "../../core/exchange.ts";
import { isObject, objectOf, parseJson, type JsonObject } from "../../core/json.ts";
import { applyMergePatch } from "../../core/merge-patch.ts";
import type { DraftRow } from "../../contracts/draft/draft-row.ts";
import type { SecurityGate } from "../security-gate.ts";

/** Why a logged row makes no case. */
export type Unusable = "failed" | "cancelled" | "blocked" | "response_missing" | Exclude<Replayability, "exact">;

/** A logged row, ready to be a golden case and a recording. */
export interface ObservedRow extends DraftRow {
  readonly request_id: string;
  /** ms since the epoch. */
  readonly logged_at: number;
  readonly response: JsonObject;
  readonly model: string | null;
  readonly provider: string | null;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  /** What the gate took out of request and response, by kind. */
  readonly redacted: readonly string[];
}

/** A name for files that says the day, stands in the order of time and is the row's own. */
function caseOf({ created_at, request_id }: Exchange): string {
  return `${new Date(created_at).toISOString().slice(0, 10)}-${request_id.slice(-12)}`;
}

/** The body as the model was asked: what a gateway put before the client's own is in the trace. */
function askedBody({ request_body: text, trace }: Exchange): JsonObject | null {
  const body = text === null ? null : parseJson(text);
  const assembled = trace === null ? null : objectOf(parseJson(trace))["assembled"];
  const asked = isObject(assembled) ? applyMergePatch(body, assembled) : body;
  return isObject(asked) ? asked : null;
}

/** @param gate what request and response go through before they are kept; null = they are kept as they are */
export function observedRow(
  row: Exchange,
  outcomes: Readonly<Record<string, number>>,
  gate: SecurityGate | null,
): ObservedRow | Unusable {
  if (row.status !== "ok") return row.status;
  if (row.replayability !== "exact") return row.replayability;
  const asked = askedBody(row);
  if (asked === null) return "body_missing";
  const given = row.response_body === null ? null : parseJson(row.response_body);
  if (!isObject(given)) return "response_missing";
  const [request, response] = [asked, given].map((body) => gate?.(body) ?? { body, found: [] });
  const answer = readAnswer(response!.body);
  if (answer === null) return "response_missing";
  return {
    case: caseOf(row),
    dialect: row.dialect,
    request: request!.body,
    answer,
    endpoint: row.endpoint,
    outcomes,
    request_id: row.request_id,
    logged_at: row.created_at,
    response: response!.body,
    model: row.model,
    provider: row.provider,
    latency_ms: row.latency_ms,
    cost_usd: row.cost_logged ?? row.cost_list,
    redacted: [...new Set([...request!.found, ...response!.found])],
  };
}
