import { parseJson, type JsonObject } from "../../core/json.ts";
import type { AnswerEnd, AnswerSink, LiveAnswer, LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import type { Upstream, UpstreamCall } from "../../core/live/upstream.ts";
import type { Outcome, OutcomeFailure } from "../../core/outcome.ts";
import type { Call, Signal } from "../../core/send.ts";
import { splitTarget } from "../../core/target.ts";
import type { Dialect, StreamWatch } from "../../dialects/dialect.ts";
import type { LiveSetup, Timeouts } from "../live-provider.ts";
import { answerEnd } from "./answer-end.ts";
import { failureOfAnswer, failureOfConnection } from "./failures.ts";
import { begunOutcome, failedOutcome, wholeOutcome } from "./outcomes.ts";
import { patchBody } from "./patch-body.ts";
import { stripUsage } from "./strip-usage.ts";

export interface PassThroughParts {
  readonly upstream: Upstream;
  readonly dialect: Dialect;
  /** Below the provider's base URL. */
  readonly path: string;
  /** The provider's own headers, its key among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  readonly setup: LiveSetup;
}

/** What of the client's body is changed, all of it: the model, what the plan patches, and that a chat stream tells its usage. */
function patchOf({ body, stream, dialect }: LiveRequest, call: Call): Readonly<Record<string, unknown>> | null {
  const model = splitTarget(call.target)?.model ?? call.target;
  const options = body["stream_options"] as JsonObject | null | undefined;
  const asks = dialect === "openai-chat" && stream && options?.["include_usage"] !== true;
  if (body["model"] === model && call.patch === null && !asks) return null;
  return { model, ...call.patch, ...(asks ? { stream_options: { ...options, include_usage: true } } : {}) };
}

const NOTHING_DROPPED: readonly string[] = [];
/** Stands in every body that carries state we packed. */
const STATE_MARK = Buffer.from('"understudy');

/** The client's bytes; without another provider's state where a client brought some back. */
function sendable({ body, bytes }: LiveRequest, dialect: Dialect): { bytes: Uint8Array; dropped: readonly string[] } {
  const marked = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(STATE_MARK);
  const without = marked ? dialect.withoutForeignState(body) : null;
  if (without === null) return { bytes, dropped: NOTHING_DROPPED };
  return { bytes: new TextEncoder().encode(JSON.stringify(without.body)), dropped: without.dropped };
}

/** A live call to a provider that speaks the client's dialect: bytes go through as they are. */
export function passThrough(parts: PassThroughParts): LiveSend {
  return (request, call, signal) => new Promise((resolve) => attempt(parts, request, call, signal, resolve));
}

/** One attempt, from the first byte sent to the last one taken. */
function attempt(
  { upstream, dialect, path, headers: keyed, timeouts, setup }: PassThroughParts,
  request: LiveRequest,
  call: Call,
  signal: Signal,
  resolve: (outcome: Outcome) => void,
): void {
  const { runtime } = setup;
  const { target } = call;
  const started = runtime.now();
  const watch: StreamWatch | null = request.stream ? dialect.watch() : null;
  const patch = patchOf(request, call);
  const strip = patch !== null && Object.hasOwn(patch, "stream_options") ? stripUsage() : null;
  const own = sendable(request, dialect);
  const body = patch === null ? own.bytes : patchBody(own.bytes, patch);
  const chunks: Uint8Array[] = [];
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  let size = 0;
  let ttft: number | null = null;
  let settled = false;
  let over = false;
  let held = false;
  let sink: AnswerSink | null = null;
  let ended: AnswerEnd | null = null;
  let finish: ((end: AnswerEnd) => void) | null = null;
  let wait: NodeJS.Timeout | undefined;

  const since = (): number => runtime.now() - started;
  const parts = () => ({ request, target, setup, latency_ms: since(), ttft_ms: ttft });
  const stop = (): void => {
    over = true;
    clearTimeout(total);
    clearTimeout(wait);
    signal.removeEventListener("abort", abandon);
  };
  const settle = (outcome: Outcome): void => {
    settled = true;
    resolve(outcome);
  };
  const answer = (end: AnswerEnd | null, rest: LiveAnswer["rest"]): LiveAnswer => ({
    status,
    content_type: headers["content-type"] ?? "application/json",
    chunks: [...chunks],
    rest,
    end,
    dropped: own.dropped,
  });

  /** Everything has come, or nothing more will. */
  function conclude(failure: OutcomeFailure | null, usage: unknown, whole: () => unknown): void {
    if (over) return;
    stop();
    const end = answerEnd(parts(), failure, usage, whole);
    if (!settled) {
      settle(
        failure === null
          ? wholeOutcome(target, end, answer(end, null))
          : failedOutcome(target, failure, end.latency_ms, status === 0 ? null : answer(end, null)),
      );
      return;
    }
    if (failure !== null && failure.class !== "cancelled" && watch?.failure == null) {
      const told = new TextEncoder().encode(
        dialect.errorEvent({ status: 502, code: "provider_stream_cut", message: failure.message }),
      );
      if (sink === null) chunks.push(told);
      else sink.write(told);
    }
    ended = end;
    finish?.(end);
  }

  const fail = (failure: OutcomeFailure): void => {
    if (over) return;
    conclude(failure, watch?.usage ?? null, () => null);
    under.abort();
  };
  const late = (what: string): void =>
    fail({ class: "timeout", code: null, message: `the provider took too long: ${what}` });
  function abandon(): void {
    if (!settled) fail({ class: "cancelled", code: null, message: "the call was given up" });
  }
  const idle = (): void => late(`nothing came for ${timeouts.idle} ms`);

  /** Holds the provider back until the client takes more; meanwhile its silence is not its own. */
  function hold(): void {
    held = true;
    clearTimeout(wait);
    under.pause();
  }
  function release(): void {
    if (held && !over) wait = setTimeout(idle, timeouts.idle);
    held = false;
    under.resume();
  }

  /** Sends on what the client is to see. */
  function pass(chunk: Uint8Array): void {
    const shown = strip === null ? chunk : strip(chunk);
    if (shown === null) return;
    if (sink === null) chunks.push(shown);
    else if (!sink.write(shown)) hold();
  }

  function streamed(chunk: Uint8Array, seen: StreamWatch): void {
    seen.push(chunk);
    pass(chunk);
    if (settled) {
      if (!held) wait?.refresh();
      return;
    }
    if (seen.failure !== null && !seen.begun) {
      fail(seen.failure);
      return;
    }
    if (!seen.begun) return;
    if (ttft === null) {
      ttft = since();
      clearTimeout(wait);
      wait = setTimeout(idle, timeouts.idle);
    } else wait?.refresh();
    if (request.buffered) return;
    signal.removeEventListener("abort", abandon);
    const rest = {
      pipe(to: AnswerSink): Promise<AnswerEnd> {
        const waiting = chunks.splice(0);
        sink = to;
        for (const chunk of waiting) if (!to.write(chunk)) hold();
        return ended !== null ? Promise.resolve(ended) : new Promise<AnswerEnd>((done) => (finish = done));
      },
      drained: release,
      abort: () => fail({ class: "cancelled", code: null, message: "the client left" }),
    };
    const first = answer(null, rest);
    chunks.length = 0;
    settle(begunOutcome(target, since(), ttft, first));
  }

  const total = setTimeout(() => late(`no whole answer in ${timeouts.total} ms`), timeouts.total);
  if (watch !== null) wait = setTimeout(() => late(`no content in ${timeouts.first_token} ms`), timeouts.first_token);
  signal.addEventListener("abort", abandon);

  const under: UpstreamCall = upstream(
    {
      method: "POST",
      path,
      headers: {
        "content-type": "application/json",
        accept: watch === null ? "application/json" : "text/event-stream",
        "content-length": String(body.length),
        ...keyed,
      },
      body,
    },
    {
      head(code, given) {
        status = code;
        headers = given;
      },
      data(chunk) {
        if (over) return;
        size += chunk.length;
        if (size > setup.maxAnswerBytes) {
          fail({ class: "server", code: null, message: `the answer is larger than ${setup.maxAnswerBytes} bytes` });
        } else if (watch !== null && status < 300) streamed(chunk, watch);
        else chunks.push(chunk);
      },
      end() {
        if (over) return;
        if (status >= 300) {
          conclude(failureOfAnswer(status, headers, text(chunks), setup.now()), null, () => null);
        } else if (watch !== null) {
          const cut = {
            class: "truncated_stream",
            code: null,
            message: "the stream ended without its terminator",
          } as const;
          conclude(watch.failure ?? (watch.ended && watch.begun ? null : cut), watch.usage, () =>
            dialect.reassemble(text(chunks)),
          );
        } else {
          const document = parseJson(text(chunks));
          const wrong =
            document === undefined
              ? ({ class: "server", code: null, message: "the answer is not JSON, or was cut" } as const)
              : dialect.checkBody(document);
          conclude(wrong, (document as { readonly usage?: unknown } | undefined)?.usage, () => document);
        }
      },
      error(problem) {
        if (!over)
          conclude(failureOfConnection(problem, status !== 0, watch !== null), watch?.usage ?? null, () => null);
      },
    },
  );
  // An upstream that fails at once has done so before there was anything to abort.
  if (over) under.abort();
}

function text(chunks: readonly Uint8Array[]): string {
  const [first] = chunks as readonly [Uint8Array];
  const whole =
    chunks.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.byteLength) : Buffer.concat(chunks);
  return whole.toString("utf8");
}
