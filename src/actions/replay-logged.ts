import { OperatorError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { isObject } from "../core/json.ts";
import type { Changed, LoggedReplay } from "../core/live/logged-replay.ts";
import type { AnswerEnd } from "../core/live/live-send.ts";
import { inputTokens, outputTokens } from "../core/usage.ts";
import type { Store } from "../store/control.ts";
import type { LogWriter } from "../store/log-writer.ts";
import { askedHeaders } from "./asked-headers.ts";
import type { ClientRequest } from "./serve/client-request.ts";
import type { Served } from "./serve/served.ts";
import type { ServedAs } from "./serve/serve.ts";

export interface ReplayLoggedParts {
  readonly store: Store;
  readonly log: LogWriter;
  readonly serve: (request: ClientRequest, as: ServedAs) => Promise<Served>;
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  readonly signal: () => ClientRequest["gone"];
}

export interface ReplayLoggedRequest {
  /** Request id or source id. */
  readonly id: string;
  /** Edited messages (an array: what the dialect keeps its turns in), or a whole edited body (an object). Null = as it was. */
  readonly edit: unknown;
  /** Send a body that is truncated or redacted all the same. */
  readonly force: boolean;
  /** Name of the key that asks, or `cli`. */
  readonly actor: string;
}

const UNUSABLE: ReadonlySet<string> = new Set(["truncated", "redacted"]);

/** Where each dialect keeps its turns. */
const TURNS: Readonly<Record<string, string>> = {
  "openai-chat": "messages",
  "anthropic-messages": "messages",
  "openai-responses": "input",
  embeddings: "input",
};

function editedBody(row: Exchange, edit: unknown): string {
  const body = row.request_body as string;
  if (edit === null || edit === undefined) return body;
  if (Array.isArray(edit)) {
    const member = TURNS[row.dialect] ?? "messages";
    const whole = parsedOrText(body);
    if (!isObject(whole))
      throw new OperatorError(
        "replay_refused",
        `the body of ${row.request_id} is no JSON object to put messages into`,
        {
          hint: "Give a whole body instead: an object.",
        },
      );
    return JSON.stringify({ ...whole, [member]: edit });
  }
  if (isObject(edit)) return JSON.stringify(edit);
  throw new OperatorError("record_invalid", "the edit is neither messages (an array) nor a request body (an object)", {
    field: "edit",
    hint: 'Expected [{"role":"user","content":"..."}], or a whole body.',
  });
}

/** Throws `request_unknown` and `replay_refused`. */
function sourceRow(store: Store, { id, force }: ReplayLoggedRequest): Exchange {
  const row = store.traffic.get(id);
  if (row === null) throw new OperatorError("request_unknown", `no logged request has the id ${JSON.stringify(id)}`);
  if (row.request_body === null) {
    throw new OperatorError(
      "replay_refused",
      `the body of ${row.request_id} was not kept: there is nothing to send again`,
    );
  }
  if (row.dialect === "unknown") {
    throw new OperatorError("replay_refused", `${row.request_id} is in no dialect that the gateway speaks`);
  }
  if (UNUSABLE.has(row.replayability) && !force) {
    throw new OperatorError(
      "replay_refused",
      `the body of ${row.request_id} is ${row.replayability}: it is not what was sent`,
    );
  }
  return row;
}

async function collect(
  served: Served,
): Promise<{ readonly end: AnswerEnd | null; readonly received: readonly Uint8Array[] }> {
  const received: Uint8Array[] = [];
  if (served.rest === null) return { end: null, received };
  const end = await served.rest.pipe({
    write(chunk) {
      received.push(chunk);
      return true;
    },
  });
  return { end, received };
}

function difference(before: Exchange, after: Exchange): LoggedReplay["difference"] {
  const of = <V>(read: (row: Exchange) => V): Changed<V> => ({ before: read(before), after: read(after) });
  const known = before.answer_hash !== null && after.answer_hash !== null;
  return {
    status: of((row) => row.status),
    failure: of((row) => row.failure?.class ?? null),
    target: of((row) => (row.model === null ? null : `${row.model}:${row.provider}`)),
    config: of((row) => row.config),
    cost_usd: of((row) => row.cost_logged ?? row.cost_list),
    latency_ms: of((row) => row.latency_ms),
    input_tokens: of((row) => (row.usage === null ? null : inputTokens(row.usage))),
    output_tokens: of((row) => (row.usage === null ? null : outputTokens(row.usage))),
    same_answer: known ? before.answer_hash === after.answer_hash : null,
  };
}

function parsedOrText(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The request as its client sent it, edited where that is asked for; outside sessions. */
function askedAgain(
  parts: ReplayLoggedParts,
  row: Exchange,
  { edit }: ReplayLoggedRequest,
  request_id: string,
): ClientRequest {
  return {
    request_id,
    created_at: parts.now(),
    dialect: row.dialect,
    endpoint: row.endpoint,
    headers: askedHeaders(row),
    body: new TextEncoder().encode(editedBody(row, edit)),
    gone: parts.signal(),
  };
}

/**
 * Sends a logged request again, through its endpoint as it is configured now: a new row with `parent_request_id`, outside sessions, limits
 * and billing, and an audit entry in any case. Throws `request_unknown`, `replay_refused`.
 */
export async function replayLogged(parts: ReplayLoggedParts, request: ReplayLoggedRequest): Promise<LoggedReplay> {
  const { store, log, serve, now, newId } = parts;
  const request_id = newId();
  let source = request.id;
  let ended: { readonly status: string; readonly reason?: string } = { status: "failed" };
  try {
    const row = sourceRow(store, request);
    source = row.request_id;
    const asked = askedAgain(parts, row, request, request_id);
    const key = row.api_key === null ? null : (store.control.keys().find(({ id }) => id === row.api_key) ?? null);
    const identity = { key, project: row.project, endpoint: row.endpoint };
    const served = await serve(asked, { origin: "replay", parent: source, identity });
    const { end, received } = await collect(served);
    served.done(end, received);
    ended = { status: served.status < 400 && (end === null || end.ok) ? "ok" : "failed" };
    const stored = await log.flush();
    const after = store.traffic.get(request_id);
    if (after === null) {
      const { trouble } = log.stats();
      const why = trouble ?? (stored ? "it was lost on its way" : "the log is behind");
      throw new OperatorError(
        "log_behind",
        `the replay ${request_id} was answered with ${served.status}, but its row is not in the store yet: ${why}`,
      );
    }
    ended = { status: after.status };
    return {
      source_request_id: source,
      new_request_id: request_id,
      http_status: served.status,
      status: after.status,
      edited: request.edit !== null && request.edit !== undefined,
      forced: request.force && UNUSABLE.has(row.replayability),
      difference: difference(row, after),
      response: parsedOrText(after.response_body),
    };
  } catch (error) {
    if (error instanceof OperatorError && error.code !== "log_behind")
      ended = { status: "refused", reason: error.message };
    throw error;
  } finally {
    store.control.audit({
      id: newId(),
      at: now(),
      actor: request.actor,
      action: "gateway.replay",
      details: { source_request_id: source, new_request_id: request_id, ...ended },
    });
  }
}
