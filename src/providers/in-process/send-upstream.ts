import type { AnswerRest, LiveAnswer, LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import type { Upstream } from "../../core/live/upstream.ts";
import { isObject, parseJson } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { Call, Runtime } from "../../core/send.ts";
import type { Dialect } from "../../dialects/dialect.ts";

export interface SendUpstreamParts {
  readonly send: LiveSend;
  /** What the provider speaks. */
  readonly dialect: Dialect;
  readonly call: Call;
  readonly runtime: Runtime;
  /** The client's request that is answered so. */
  readonly request: LiveRequest;
}

const STATUSES: Partial<Readonly<Record<OutcomeFailure["class"], number>>> = { timeout: 504, rate_limit: 429 };
const bytesOf = new TextEncoder();

/** A provider in this process as one that is asked over HTTP: for requests that reach it translated. */
export function sendUpstream({ send, dialect, call, runtime, request }: SendUpstreamParts): Upstream {
  return ({ body }, handler) => {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body ?? new Uint8Array());
    const asked = parseJson(text);
    const own = isObject(asked) ? asked : {};
    const left = runtime.child(null);
    let rest: AnswerRest | null = null;
    let paused: (() => void) | null = null;

    const refuse = ({ class: kind, code, message, retry_after_ms: retry }: OutcomeFailure): void => {
      const told = Number(code);
      const status = told >= 400 && told < 600 ? told : (STATUSES[kind] ?? 500);
      handler.head(status, retry === undefined ? {} : { "retry-after-ms": String(retry) });
      const refused = dialect.error({ status, code: code ?? kind, message });
      handler.data(bytesOf.encode(JSON.stringify(refused.body)));
      handler.end();
    };

    async function answer(): Promise<void> {
      const stream = own["stream"] === true;
      const inner = {
        ...request,
        dialect: dialect.name,
        body: own,
        bytes: bytesOf.encode(text),
        stream,
        buffered: false,
      };
      const outcome = await send(inner, { ...call, patch: null }, left.signal);
      if (left.signal.aborted) {
        handler.error({ kind: "aborted", message: "aborted" });
        return;
      }
      if (!outcome.ok) {
        refuse(outcome.failure ?? { class: "server", code: null, message: "no answer" });
        return;
      }
      const given = outcome.response as LiveAnswer;
      handler.head(given.status, { "content-type": given.content_type });
      for (const chunk of given.chunks) handler.data(chunk);
      ({ rest } = given);
      const end = await rest?.pipe({
        write(chunk) {
          handler.data(chunk);
          return paused === null;
        },
      });
      if (end !== undefined && !end.ok) handler.error({ kind: "reset", message: end.failure?.message ?? "cut" });
      else handler.end();
    }

    void answer().catch((error: unknown) => {
      handler.error({ kind: "reset", message: error instanceof Error ? error.message : "the provider failed" });
    });
    return {
      abort() {
        left.abort();
        rest?.abort();
      },
      pause: () => (paused ??= () => rest?.drained()),
      resume() {
        const resumed = paused;
        paused = null;
        resumed?.();
      },
    };
  };
}
