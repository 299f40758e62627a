import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  SharedV4ProviderOptions,
} from "@ai-sdk/provider";
import type { LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import type { Upstream } from "../../core/live/upstream.ts";
import type { Outcome, OutcomeFailure } from "../../core/outcome.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import type { Call, Signal } from "../../core/send.ts";
import { splitTarget } from "../../core/target.ts";
import type { Dialect, StreamWatch, Translation } from "../../dialects/dialect.ts";
import { failedOutcome } from "../http/outcomes.ts";
import type { LiveSetup, Timeouts } from "../live-provider.ts";
import { answerUnderWay, UNCOUNTED, type AnswerUnderWay, type Counted } from "./answer-under-way.ts";
import { callUsage } from "./call-usage.ts";
import { failureOfPackage } from "./failures.ts";
import type { ModelMaker, TranslatedModel } from "./models.ts";
import { boundToItsProvider, leftOut } from "./unsupported.ts";
import { upstreamFetch, type UpstreamFetch } from "./upstream-fetch.ts";

export interface TranslatedParts {
  readonly upstream: Upstream;
  readonly models: ModelMaker;
  /** What the client speaks. */
  readonly dialect: Dialect;
  readonly translation: Translation;
  /** The provider's own headers, its key among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeouts: Timeouts;
  readonly setup: LiveSetup;
}

/** A live call to a provider that does not speak the client's dialect: through the provider specification, and back. */
export function translated(parts: TranslatedParts): LiveSend {
  return (request, call, signal) =>
    new Promise((resolve, reject) => {
      attempt(parts, request, call, signal, resolve).catch(reject);
    });
}

const TRUNCATED: OutcomeFailure = {
  class: "truncated_stream",
  code: null,
  message: "the stream ended without its terminator",
};

interface Attempt {
  readonly parts: TranslatedParts;
  readonly request: LiveRequest;
  readonly under: AnswerUnderWay;
  readonly net: UpstreamFetch;
  readonly about: { id: string; model: string; readonly created_at: number };
  /** What the provider itself says, as it comes; null where it speaks none of our dialects. */
  watch: StreamWatch | null;
  /** What went wrong on the way, before the package made something of it. */
  problem: OutcomeFailure | null;
}

async function attempt(
  parts: TranslatedParts,
  request: LiveRequest,
  call: Call,
  signal: Signal,
  resolve: (outcome: Outcome) => void,
): Promise<void> {
  const { dialect, translation, timeouts, setup, upstream, headers } = parts;
  const { target } = call;
  const { model, provider } = splitTarget(target) ?? { model: target, provider: "" };
  const body = call.patch === null ? request.body : { ...request.body, ...call.patch };
  const { call: asked, dropped } = translation.toCall(body);
  const bound = boundToItsProvider(dropped, provider);
  if (bound !== null) {
    resolve({ ...failedOutcome(target, bound, 0, null), cost_usd: 0 });
    return;
  }
  const whole: Uint8Array[] = [];
  let size = 0;
  const net = upstreamFetch({
    upstream,
    headers,
    stream: request.stream,
    now: setup.now,
    seen(chunk) {
      size += chunk.length;
      if (size > setup.maxAnswerBytes) {
        const message = `the answer is larger than ${setup.maxAnswerBytes} bytes`;
        under.conclude({ class: "server", code: null, message }, UNCOUNTED, () => null);
        net.abort();
        return;
      }
      if (!request.stream) whole.push(chunk);
      made.watch?.push(chunk);
      under.heard();
    },
    failed(failure) {
      made.problem ??= failure;
    },
  });
  const under = answerUnderWay({ request, target, dialect, timeouts, setup, signal, resolve, abort: net.abort });
  const about = { id: request.request_id, model, created_at: setup.now() };
  const made: Attempt = { parts, request, under, net, about, watch: null, problem: null };
  under.drop(dropped);
  let speaks: Dialect | undefined;
  try {
    const provided = await parts.models({ id: model, call: asked, fetch: net.fetch });
    speaks = provided.speaks === null ? undefined : setup.dialects.get(provided.speaks);
    if (under.over()) return;
    if (request.stream) {
      made.watch = speaks?.watch() ?? null;
      await stream(made, provided, asked);
    } else answer(made, await provided.model.doGenerate(optionsOf(provided, asked)));
  } catch (error) {
    const text = net.whole() && !request.stream ? Buffer.concat(whole).toString("utf8") : null;
    const failure = made.problem ?? made.watch?.failure ?? failureOfPackage(error, { sent: net.sent(), text, speaks });
    under.conclude(failure, countedBy(made.watch), () => null);
  } finally {
    // Whatever a package left unread is of no use to anybody.
    if (under.over()) net.abort();
  }
}

function optionsOf({ options }: TranslatedModel, call: object): LanguageModelV4CallOptions {
  const asked = call as LanguageModelV4CallOptions;
  const merged: SharedV4ProviderOptions = { ...asked.providerOptions };
  for (const [name, own] of Object.entries(options)) merged[name] = { ...merged[name], ...own };
  return { ...asked, providerOptions: merged };
}

/** Tokens as far as the provider told them before its answer broke off. */
function countedBy(watch: StreamWatch | null): Counted {
  const usage = usageOf(watch?.usage);
  return { usage: isUsageProblem(usage) ? null : usage, raw: watch?.usage ?? null };
}

/** An answer that its provider says went wrong, or that says nothing and not why. */
function wrongEnd({ unified, raw }: LanguageModelV4FinishReason, empty: boolean): OutcomeFailure | null {
  if (empty && raw === undefined && unified !== "stop") {
    return { class: "server", code: null, message: "the answer is empty, and does not say why" };
  }
  if (unified !== "error") return null;
  return { class: "server", code: raw ?? null, message: `the provider ended its answer with ${raw ?? "an error"}` };
}

function answer({ parts, under, about }: Attempt, result: LanguageModelV4GenerateResult): void {
  under.drop(leftOut(result.warnings));
  const { modelId } = result.response ?? {};
  const body = parts.translation.toBody(result, { ...about, model: modelId ?? about.model });
  under.write(JSON.stringify(body));
  const counted = { usage: callUsage(result.usage), raw: result.usage.raw ?? null };
  under.conclude(wrongEnd(result.finishReason, result.content.length === 0), counted, () => body);
}

/** Whether a part is content: until it has come another target can be asked. */
function begins(part: LanguageModelV4StreamPart): boolean {
  switch (part.type) {
    case "text-delta":
    case "reasoning-delta":
      return part.delta !== "";
    case "tool-input-start":
    case "tool-call":
      return part.providerExecuted !== true;
    case "file":
      return true;
    default:
      return false;
  }
}

type Finish = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

async function stream(made: Attempt, provided: TranslatedModel, asked: object): Promise<void> {
  const { parts, request, under, net, about } = made;
  const { stream: source } = await provided.model.doStream(optionsOf(provided, asked));
  const reader = source.getReader();
  const options = request.body["stream_options"] as { readonly include_usage?: unknown } | null | undefined;
  const include_usage = options?.include_usage === true;
  const written: string[] = [];
  let events: ReturnType<Translation["toEvents"]> | null = null;
  let finish: Finish | null = null;
  const write = (text: string): void => {
    if (request.buffered) written.push(text);
    under.write(text);
  };
  try {
    for (;;) {
      const { done, value: part } = await reader.read();
      if (under.over()) return;
      if (done) break;
      if (part.type === "stream-start") under.drop(leftOut(part.warnings));
      else if (part.type === "response-metadata") about.model = part.modelId ?? about.model;
      else if (part.type === "error") {
        const { problem, watch } = made;
        const failure = problem ?? watch?.failure ?? failureOfPackage(part.error, { sent: true, text: null });
        under.conclude(failure, countedBy(watch), () => null);
        return;
      } else {
        if (part.type === "finish") finish = part;
        events ??= parts.translation.toEvents({ ...about, include_usage });
        write(events.part(part));
        if (begins(part)) under.begin();
        const full = under.full();
        if (full !== null) await full;
        if (under.over()) return;
      }
    }
  } finally {
    // A stream that is given up errors on its own account: nobody is left to hear it.
    reader.cancel().catch(() => {});
  }
  const { watch, problem } = made;
  const cut =
    finish === null || finish.finishReason.unified === "interrupted" || watch?.ended === false || !net.whole();
  const failure = problem ?? watch?.failure ?? (cut ? TRUNCATED : wrongEnd((finish as Finish).finishReason, false));
  if (failure === null && events !== null) write(events.end());
  const told = countedBy(watch);
  const usage = finish === null || failure !== null ? null : callUsage(finish.usage);
  under.conclude(failure, usage === null ? told : { usage, raw: finish?.usage.raw ?? told.raw }, () =>
    parts.dialect.reassemble(written.join("")),
  );
}
