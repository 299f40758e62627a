import { readAnswer } from "../../core/answer/read-answer.ts";
import type { Evidence } from "../../core/evidence.ts";
import type { JsonObject } from "../../core/json.ts";
import type { LiveSend } from "../../core/live/live-send.ts";
import type { Outcome } from "../../core/outcome.ts";
import { sumOrNull, type Attempt } from "../../core/result.ts";
import type { Signal } from "../../core/send.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import { CAP_REACHED, type PairSide } from "../../experiments/index.ts";
import type { StoredKey } from "../../store/gateway-control.ts";
import type { ServedRow } from "../../store/log-writer.ts";
import { askedHeaders } from "../asked-headers.ts";
import { answerBody } from "../serve/answer-body.ts";
import type { LoadedEndpoint, ServingPolicy } from "../serve/gateway-state.ts";
import { serve, type ServedAs, type ServedEvent, type ServeParts } from "../serve/serve.ts";
import type { Served } from "../serve/served.ts";
import type { AskedRow } from "./asked-row.ts";

export interface CallRowParts {
  readonly serve: ServeParts;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** A key by its id. */
  readonly key: (id: string) => StoredKey | null;
}

/** How a row is to be asked. */
export interface CallRowAs extends Pick<ServedAs, "left"> {
  /** Of the new row; `experiment` unless said. */
  readonly origin?: ServedAs["origin"];
  readonly policy: ServingPolicy | undefined;
  readonly endpoint: LoadedEndpoint | null;
  readonly send: LiveSend;
  readonly signal: Signal;
  /** Told of each piece of a stream's rest. */
  readonly onBytes?: (bytes: number) => void;
  /** What is kept of the answer's body; all of it unless said. */
  readonly kept?: (body: JsonObject) => JsonObject;
}

/** What has to be known of a request to ask it again. */
export type RowToAsk = Pick<
  AskedRow,
  "request_id" | "created_at" | "project" | "endpoint" | "api_key" | "end_user" | "tags" | "metadata" | "dialect"
> & {
  /** The client's body: JSON text, or its bytes. */
  readonly body: string | Uint8Array;
};

async function received(served: Served, onBytes: CallRowAs["onBytes"]): Promise<readonly Uint8Array[]> {
  const { rest, chunks } = served;
  if (rest === null) {
    served.done(null, []);
    return chunks;
  }
  const came: Uint8Array[] = [];
  const end = await rest.pipe({
    write(chunk) {
      onBytes?.(chunk.length);
      return came.push(chunk) > 0;
    },
  });
  served.done(end, came);
  return [...chunks, ...came];
}

/** What an attempt cost: a recording's where it was played from one. */
function costOf({ recorded, cost_usd }: Outcome): number | null {
  return recorded === undefined ? cost_usd : recorded.cost_usd;
}

/** Time of recorded attempts: one after another, members of an ensemble side by side. */
function recordedLatency(attempts: readonly Attempt[]): number | null {
  const took = attempts.map(({ kind, outcome }) => ({
    member: kind === "member",
    ms: outcome.recorded?.latency_ms ?? null,
  }));
  const members = took.filter(({ member }) => member).map(({ ms }) => ms);
  const beside = members.includes(null) ? null : Math.max(0, ...(members as number[]));
  return sumOrNull([beside, ...took.filter(({ member }) => !member).map(({ ms }) => ms)]);
}

/** Of a row that no recording answers nothing is known: neither what it would have cost, nor whether it would have failed. */
function evidenceOf(attempts: readonly Attempt[]): Evidence {
  if (attempts.some(({ outcome }) => outcome.failure?.code === "not_recorded")) return "unidentified";
  const played = attempts.length > 0 && attempts.every(({ outcome }) => outcome.evidence === "recorded");
  return played ? "recorded" : "measured";
}

function sideOf({ draft, failure, outcome, latency_ms }: ServedEvent, answer: PairSide["answer"]): PairSide {
  const attempts = draft.result?.attempts ?? [];
  const given = draft.result?.answer ?? null;
  const evidence = evidenceOf(attempts);
  const recorded = evidence === "recorded";
  const unknown = evidence === "unidentified";
  const alone = attempts.length === 1 ? attempts[0]?.outcome.recorded : undefined;
  return {
    request_id: alone?.request_id ?? draft.request.request_id,
    target: given?.target ?? null,
    evidence,
    failure: outcome === "ok" ? null : (given?.failure ?? failure),
    input_tokens: given?.usage == null ? null : inputTokens(given.usage),
    output_tokens: given?.usage == null ? null : outputTokens(given.usage),
    cost_usd: unknown ? null : sumOrNull(attempts.map(({ outcome: made }) => costOf(made))),
    latency_ms: unknown ? null : recorded ? recordedLatency(attempts) : latency_ms,
    ttft_ms: recorded ? (alone?.ttft_ms ?? null) : (given?.ttft_ms ?? null),
    attempts: attempts.map(({ target, kind, outcome: made }) => ({
      target,
      kind,
      cost_usd: unknown ? null : costOf(made),
    })),
    answer,
  };
}

/** Whether no call was made because none could be paid. */
function isUnsent({ draft }: ServedEvent): boolean {
  const attempts = draft.result?.attempts ?? [];
  return attempts.length > 0 && attempts.every(({ outcome }) => outcome.failure?.code === CAP_REACHED);
}

/**
 * Asks a logged row again, the way live traffic goes, and says what came of it. A failure is an outcome. The new row has origin
 * `experiment` and the logged one as its parent.
 */
export async function callRow(parts: CallRowParts, row: RowToAsk, as: CallRowAs): Promise<PairSide> {
  let event: ServedEvent | null = null;
  let servedRow: ServedRow | null = null;
  const { dialects, onServed, log } = parts.serve;
  const watched: ServeParts = {
    ...parts.serve,
    log: { ...log, write: (written) => void (servedRow = written) },
    // Nobody waits for this answer: rather slow than without its row.
    blockOnFullLog: true,
    onServed(told) {
      event = told;
      // What was never sent for want of money leaves no row: nothing happened.
      if (isUnsent(told)) return;
      if (servedRow !== null) log.write(servedRow);
      onServed(told);
    },
  };
  const request = {
    request_id: parts.newId(),
    created_at: parts.now(),
    dialect: row.dialect,
    endpoint: row.endpoint,
    headers: askedHeaders(row),
    body: typeof row.body === "string" ? new TextEncoder().encode(row.body) : row.body,
    gone: as.signal,
  };
  const identity = {
    key: row.api_key === null ? null : parts.key(row.api_key),
    project: row.project,
    endpoint: row.endpoint,
  };
  const served = await serve(watched, request, {
    origin: as.origin ?? "experiment",
    parent: row.request_id,
    identity,
    endpoint: as.endpoint,
    send: (asked, call, signal) => as.send({ ...asked, logged_at: row.created_at }, call, signal),
    ...(as.policy === undefined ? {} : { policy: as.policy }),
    ...(as.left === undefined ? {} : { left: as.left }),
  });
  const chunks = await received(served, as.onBytes);
  const told = event as ServedEvent | null;
  if (told === null) throw new Error("a request was served and nobody was told");
  if (told.outcome !== "ok") return sideOf(told, null);
  const events =
    told.draft.stream &&
    told.draft.result !== null &&
    served.headers["content-type"]?.startsWith("text/event-stream") === true;
  const body = answerBody(dialects.get(row.dialect), chunks, events);
  return sideOf(told, body === null ? null : readAnswer(as.kept?.(body) ?? body));
}
