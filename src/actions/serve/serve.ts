import type { Dialect as DialectName } from "../../core/exchange.ts";
import type { Facts } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Judgement } from "../../core/judgement.ts";
import type { AnswerEnd, LiveAnswer, LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import { mergePatch } from "../../core/merge-patch.ts";
import { failureOf, OK, type OutcomeFailure } from "../../core/outcome.ts";
import { run } from "../../core/run.ts";
import type { Runtime } from "../../core/send.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { LogWriter } from "../../store/log-writer.ts";
import { answerHeaders } from "./answer-headers.ts";
import { readBody } from "./body-text.ts";
import { callerOf } from "./caller.ts";
import { checkOutput, flagStream, guardrailRefusal, isEvents } from "./check-output.ts";
import type { ClientRequest } from "./client-request.ts";
import { failedAnswer, providersOwnWords } from "./failed-answer.ts";
import { liveFeatures } from "./features.ts";
import type { GatewayState, LoadedEndpoint, ServingPolicy } from "./gateway-state.ts";
import { guard } from "./guardrails.ts";
import { identify, type Identity } from "./identify.ts";
import { keepAlive } from "./keep-alive.ts";
import { overLimit, type Limits } from "./limits.ts";
import { comparesAnswers, planRequest } from "./plan-request.ts";
import { badRequest, isRefusal, type Refusal } from "./refusal.ts";
import type { Served } from "./served.ts";
import { ended, servedRow, type RowDraft, type RowEnd } from "./served-row.ts";

/** What is told of every request that ended: metrics, facts, budgets and sessions feed on it. */
export interface ServedEvent {
  /** With its attempts as they really ended. */
  readonly draft: RowDraft;
  /** HTTP status of the answer. */
  readonly status: number;
  /** As the row has it: a stream that broke is `failed`, whatever its HTTP status. */
  readonly outcome: RowEnd["status"];
  readonly failure: RowEnd["failure"];
  readonly latency_ms: number;
  /** What the client was sent: a JSON document, or (`response_events`) the bytes of a stream. */
  readonly response: RowEnd["response"];
  readonly response_events: boolean;
}

export interface ServeParts {
  readonly dialects: ReadonlyMap<DialectName, Dialect>;
  readonly state: () => GatewayState;
  readonly facts: () => Facts;
  readonly send: LiveSend;
  readonly runtime: Runtime;
  readonly judgement: Judgement<LiveRequest>;
  readonly log: LogWriter;
  /** Wait for room in the log rather than lose rows. */
  readonly blockOnFullLog: boolean;
  readonly limits: Limits;
  readonly priceVersion: string;
  readonly onServed: (event: ServedEvent) => void;
}

/** A request that is not a client's own: a logged row, or one just served, asked again outside sessions, limits and billing. */
export interface ServedAs {
  readonly origin: "replay" | "experiment" | "shadow";
  /** The logged row's request id. */
  readonly parent: string;
  readonly identity: Identity;
  /** Instead of what is attached. */
  readonly policy?: ServingPolicy;
  /** Instead of the newest version of the endpoint asked for; null = none. */
  readonly endpoint?: LoadedEndpoint | null;
  /** Instead of the gateway's own: one that keeps to a budget. */
  readonly send?: LiveSend;
  /** What it means that the request's signal aborts; unless said: a client left. */
  readonly left?: RequestLeft;
}

/** What becomes of a request that nobody waits for any more. */
export interface RequestLeft {
  readonly status: "cancelled" | "failed";
  readonly failure: OutcomeFailure;
}

const NOBODY: Identity = { key: null, project: "default", endpoint: null };
const NO_CALLER = { end_user: null, session: null, tags: [], metadata: {} };
/** Whatever would have become of it: nobody was there any more. */
const LEFT: RequestLeft = {
  status: "cancelled",
  failure: { class: "cancelled", code: null, message: "the client left" },
};
const ENDPOINT_PREFIX = "endpoint/";
const bytesOf = new TextEncoder();

/**
 * The one way a request is served, live and replayed: authenticate, resolve the endpoint, input guardrails, assemble, plan, run, output
 * guardrails, response schema. Never throws for what a client, a provider or a rule does wrong.
 */
export async function serve(parts: ServeParts, request: ClientRequest, as: ServedAs | null = null): Promise<Served> {
  const { runtime } = parts;
  const dialect = parts.dialects.get(request.dialect) as Dialect;
  const arrived = runtime.now();
  const state = parts.state();
  const who = as?.identity ?? identify(request, state);
  const left = as?.left ?? LEFT;
  const draft: RowDraft = {
    request,
    origin: as?.origin ?? "live",
    parent: as?.parent ?? null,
    identity: isRefusal(who) ? NOBODY : who,
    model: "",
    stream: false,
    caller: NO_CALLER,
    endpoint: null,
    features: null,
    planned: null,
    assembled: null,
    findings: [],
    result: null,
  };

  const finish = (status: number, end: Omit<RowEnd, "latency_ms" | "price_version">): void => {
    const latency_ms = runtime.now() - arrived;
    if (draft.result !== null && end.answer !== null) draft.result = ended(draft.result, end.answer);
    if (!isRefusal(who)) parts.log.write(servedRow(draft, { ...end, latency_ms, price_version: parts.priceVersion }));
    const { status: outcome, failure, response, response_events } = end;
    parts.onServed({ draft, status, outcome, failure, latency_ms, response, response_events });
  };
  const refuse = (refusal: Refusal, own: LiveAnswer | null = null): Served => {
    const { status, body } = dialect.error(refusal);
    const chunks = own?.chunks ?? [bytesOf.encode(JSON.stringify(body))];
    const shown = own?.status ?? status;
    const headers = answerHeaders(draft, own?.content_type ?? "application/json");
    if (refusal.retry_after !== undefined) headers["retry-after"] = String(refusal.retry_after);
    const failure = draft.result?.answer?.failure ?? {
      class: refusal.row.class,
      code: refusal.code,
      message: refusal.message,
    };
    return {
      request_id: request.request_id,
      status: shown,
      headers,
      chunks,
      lateEvent: dialect.errorEvent(refusal),
      rest: null,
      done: () =>
        finish(shown, {
          ...(failure.class === "cancelled" && failure.code !== null
            ? { status: "cancelled", failure }
            : failure.class === "cancelled" || (draft.result !== null && request.gone.aborted)
              ? left
              : { status: refusal.row.status, failure }),
          answer: own?.end ?? null,
          response: chunks,
          response_events: false,
          dropped: own?.dropped ?? [],
        }),
    };
  };

  if (isRefusal(who)) return refuse(who);
  const { value: body, refusal: unread } = readBody(request);
  if (unread !== null) return refuse(unread);
  const head = dialect.read(body);
  if ("problem" in head) return refuse(badRequest("invalid_request", head.problem, head.field));
  draft.model = head.model;
  draft.stream = head.stream;
  const caller = callerOf(request, head);
  if ("problem" in caller) return refuse(badRequest("invalid_header", caller.problem, caller.field));
  draft.caller = as === null ? caller : { ...caller, session: null };

  const named = head.model.startsWith(ENDPOINT_PREFIX) ? head.model.slice(ENDPOINT_PREFIX.length) : request.endpoint;
  const endpointName = named ?? who.endpoint;
  if (as?.endpoint !== undefined) draft.endpoint = as.endpoint;
  else if (endpointName !== null) {
    draft.endpoint = state.endpoint(who.project, endpointName);
    if (draft.endpoint === null) {
      const message = `Project ${who.project} has no endpoint ${endpointName}.`;
      return refuse(badRequest("endpoint_not_found", message, "model", 404));
    }
  }
  const { endpoint } = draft;
  if (as === null) {
    const limited = overLimit(parts.limits, who, endpoint, request.created_at);
    if (limited !== null) return refuse(limited);
  }

  let clean: JsonObject = body;
  if (endpoint !== null && endpoint.guardrails.input.length > 0) {
    const guarded = guard(endpoint.guardrails.input, "input", body, dialect);
    draft.findings.push(...guarded.findings);
    if (guarded.blocked !== null) return refuse(guardrailRefusal(guarded.blocked));
    clean = guarded.body;
  }
  const assembled = endpoint === null ? clean : dialect.assemble(clean, endpoint.assembly);
  const untouched = assembled === body;
  const bytes = untouched ? request.body : bytesOf.encode(JSON.stringify(assembled));
  if (!untouched) draft.assembled = mergePatch(body, assembled);

  draft.features = liveFeatures({
    request_id: request.request_id,
    created_at: request.created_at,
    dialect: request.dialect,
    project: who.project,
    endpoint: endpoint?.stored.name ?? null,
    api_key: who.key?.id ?? null,
    model: head.model,
    stream: head.stream,
    caller: draft.caller,
    body: assembled,
    bytes,
  });
  const planned = planRequest(state, { endpoint, features: draft.features, facts: parts.facts(), instead: as?.policy });
  if (isRefusal(planned)) return refuse(planned);
  draft.planned = planned;
  if (parts.blockOnFullLog) await parts.log.room();

  const schema = endpoint?.stored.definition.response_schema?.schema ?? null;
  const buffered = schema !== null || endpoint?.guardrails.buffers === true || comparesAnswers(planned.plan.node);
  const call: LiveRequest = {
    request_id: request.request_id,
    dialect: request.dialect,
    body: assembled,
    bytes,
    stream: head.stream,
    buffered,
    gone: request.gone,
  };
  const options = { send: as?.send ?? parts.send, runtime, signal: request.gone, judgement: parts.judgement };
  const running = run(planned.plan, call, options);
  const result =
    buffered && head.stream && request.keepAlive !== undefined
      ? await keepAlive(running, request.keepAlive, runtime)
      : await running;
  draft.result = result;

  const answer = (result.answer?.response ?? null) as LiveAnswer | null;
  if (result.code !== OK || answer === null) {
    const reason =
      planned.plan.node.node === "refuse"
        ? planned.plan.node.reason
        : `no answer: ${failureOf(result.code) ?? "unknown"}`;
    return refuse(failedAnswer(result.answer, reason), providersOwnWords(result.answer));
  }
  const events = isEvents(answer);
  const dropped = answer.dropped;
  let { chunks } = answer;
  if (answer.rest === null && endpoint !== null) {
    const checked = checkOutput(answer, endpoint, dialect);
    draft.findings.push(...checked.findings);
    if (checked.refusal !== null) return refuse(checked.refusal);
    chunks = checked.chunks;
  }
  return {
    request_id: request.request_id,
    status: answer.status,
    headers: answerHeaders(draft, answer.content_type),
    chunks,
    lateEvent: null,
    rest: answer.rest,
    done(given, received) {
      const end: AnswerEnd | null = answer.end ?? given;
      const failure = end === null ? LEFT.failure : end.failure;
      const response = received.length === 0 ? chunks : [...chunks, ...received];
      if (answer.rest !== null && endpoint !== null) draft.findings.push(...flagStream(response, endpoint, dialect));
      finish(answer.status, {
        ...(failure?.class === "cancelled"
          ? (as?.left ?? { status: "cancelled", failure })
          : { status: end?.ok === true ? "ok" : "failed", failure }),
        answer: end,
        response,
        response_events: events,
        dropped,
      });
    },
  };
}
