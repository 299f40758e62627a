import type { Dialect as DialectName } from "../../core/exchange.ts";
import { fingerprints, sha256Hex } from "../../core/fingerprint.ts";
import type { JsonObject } from "../../core/json.ts";
import type { LiveSend } from "../../core/live/live-send.ts";
import type { Upstream } from "../../core/live/upstream.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import type { OutcomeFailure, RecordedFrom } from "../../core/outcome.ts";
import { splitTarget } from "../../core/target.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { failedOutcome } from "../http/outcomes.ts";
import { passThrough } from "../http/pass-through.ts";
import { recorded } from "../recorded.ts";
import { modelsOfDialect } from "../translated/models.ts";
import { translated } from "../translated/translated-send.ts";
import type { InProcessProvider } from "./in-process-provider.ts";

/** What became of a request that a model was asked: it answered, or failed. */
export interface Recording {
  readonly dialect: DialectName;
  /** A whole body, in its dialect; null where it failed. */
  readonly response: JsonObject | null;
  readonly failure: OutcomeFailure | null;
  readonly from: RecordedFrom;
}

export interface RecordingAsked {
  /** Of exported rows; null = the log. */
  readonly folder: string | null;
  readonly model: string;
  readonly request_hash: string;
  /** ms since the epoch: what lies nearest is wanted, failures too; null = the newest answer, and a failure only where there is none. */
  readonly at: number | null;
}

/** What became of a request; null where nothing is known. */
export type FindRecording = (asked: RecordingAsked) => Recording | null;

const bytesOf = new TextEncoder();

/** A provider that says one thing, whole or as a stream. */
function playing(response: JsonObject, spoken: Dialect): Upstream {
  return ({ headers }, handler) => {
    let stopped = false;
    const stream = headers["accept"] === "text/event-stream";
    setImmediate(() => {
      if (stopped) return;
      handler.head(200, { "content-type": stream ? "text/event-stream; charset=utf-8" : "application/json" });
      const texts = stream ? spoken.toStream(response, true) : [JSON.stringify(response)];
      for (const text of texts) handler.data(bytesOf.encode(text));
      handler.end();
    });
    return {
      abort: () => (stopped = true),
      pause: () => {},
      resume: () => {},
    };
  };
}

function notRecorded(model: string): OutcomeFailure {
  const message = `no answer of ${model} to this request is recorded`;
  return { class: "client_4xx", code: "not_recorded", message };
}

/** Answers with what a model of the same name, at whatever provider, answered to the same request before: at once, at no cost, in the client's dialect. */
export function recordedLive(find: FindRecording): InProcessProvider {
  return {
    name: recorded.name,
    summary: "what the log, or a folder of exported rows, holds of the same request; calls nobody",
    connect(setup, config, dialect): LiveSend {
      const free = { ...setup, cost: () => 0 };
      const { translation } = dialect;
      return async (request, call, signal) => {
        const body = call.patch === null ? request.body : { ...request.body, ...call.patch };
        const { request_hash: hash } = fingerprints(neutralRequest(body, dialect.name, sha256Hex));
        const model = splitTarget(call.target)?.model ?? call.target;
        const found =
          hash === null
            ? null
            : find({ folder: config.recordings ?? null, model, request_hash: hash, at: request.logged_at ?? null });
        if (found !== null && found.failure !== null) {
          const failed = failedOutcome(call.target, found.failure, 0, null);
          return { ...failed, cost_usd: 0, evidence: "recorded", recorded: found.from };
        }
        const spoken = found === null ? undefined : setup.dialects.get(found.dialect);
        const models = found === null ? null : modelsOfDialect(found.dialect);
        const response = found?.response ?? null;
        if (found === null || response === null || spoken === undefined || translation === null || models === null) {
          return { ...failedOutcome(call.target, notRecorded(model), 0, null), cost_usd: 0 };
        }
        const parts = {
          upstream: playing(response, spoken),
          dialect,
          headers: {},
          timeouts: config.timeouts_ms,
          setup: free,
        };
        const send =
          spoken === dialect
            ? passThrough({ ...parts, path: dialect.path })
            : translated({ ...parts, models, translation });
        return { ...(await send(request, call, signal)), evidence: "recorded", recorded: found.from };
      };
    },
  };
}
