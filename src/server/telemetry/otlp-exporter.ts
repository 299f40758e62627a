import type { OtlpSpan } from "./genai-span.ts";
import { otlpAttributes } from "./otlp-attributes.ts";

export interface OtlpParts {
  /** Where spans are posted to, such as `http://localhost:4318/v1/traces`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `service.name` and more of what sends. */
  readonly resource: Readonly<Record<string, string>>;
  readonly version: string;
  readonly fetch: typeof globalThis.fetch;
  /** Told when spans begin to stay behind or to be refused (why), and when they get there again (null). */
  readonly onTrouble: (trouble: string | null) => void;
  /** Spans go out this often, or as soon as there is a batch of them, ms. */
  readonly everyMs?: number;
  /** Spans kept at most; the oldest go first. */
  readonly mostKept?: number;
  /** How long `close` goes on trying, ms. */
  readonly closeMs?: number;
}

export interface OtlpStats {
  readonly sent: number;
  /** Refused by the collector, or given up because there were too many. */
  readonly dropped: number;
}

export interface OtlpExporter {
  /** Never waits and never throws. */
  add(spans: readonly OtlpSpan[]): void;
  stats(): OtlpStats;
  close(): Promise<void>;
}

const BATCH = 512;
const MOST_KEPT = 4_096;
const EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;
const CLOSE_MS = 3_000;
/** What OTLP over HTTP allows to send again. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends spans to a collector in batches (OTLP over HTTP, JSON), off the hot path. While the collector cannot be reached they are kept, up to
 * a limit; what goes then is counted.
 */
export function otlpExporter(parts: OtlpParts): OtlpExporter {
  const { url, version, onTrouble, everyMs = EVERY_MS, mostKept = MOST_KEPT, closeMs = CLOSE_MS } = parts;
  const headers = { "content-type": "application/json", ...parts.headers };
  const resource = { attributes: otlpAttributes(parts.resource) };
  const scope = { name: "understudy", version };
  const giveUp = new AbortController();
  let kept: OtlpSpan[] = [];
  let sending: Promise<void> | null = null;
  /** The collector did not take the last batch: no more until it is time again. */
  let resting = false;
  let trouble: string | null = null;
  let sent = 0;
  let dropped = 0;

  const tell = (latest: string | null): void => {
    if ((latest === null) !== (trouble === null)) onTrouble(latest);
    trouble = latest;
  };
  const refused = (spans: number, why: string): void => {
    dropped += spans;
    tell(why);
  };
  /** False where the same batch may be sent again. */
  const send = async (spans: readonly OtlpSpan[]): Promise<boolean> => {
    try {
      const response = await parts.fetch(url, {
        method: "POST",
        headers,
        body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }),
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), giveUp.signal]),
      });
      const answer = await response.text();
      if (PASSING.has(response.status)) {
        tell(`the collector answered ${response.status}`);
        return false;
      }
      const lost = response.ok ? Math.min(rejectedOf(answer), spans.length) : spans.length;
      sent += spans.length - lost;
      if (lost === 0) tell(null);
      else refused(lost, response.ok ? "the collector rejected spans" : `the collector answered ${response.status}`);
      return true;
    } catch (error) {
      tell(`the collector cannot be reached: ${reasonOf(error as Error)}`);
      return false;
    }
  };
  const drain = async (): Promise<void> => {
    while (kept.length > 0 && !resting) {
      const batch = kept.splice(0, BATCH);
      if (await send(batch)) continue;
      resting = true;
      kept.unshift(...batch);
      keepLess();
    }
  };
  const keepLess = (): void => {
    if (kept.length > mostKept)
      dropped += kept.splice(0, Math.max(kept.length - mostKept, Math.ceil(mostKept / 8))).length;
  };
  const flush = (): Promise<void> => (sending ??= drain().finally(() => (sending = null)));
  const timer = setInterval(() => {
    resting = false;
    void flush();
  }, everyMs);
  timer.unref();

  return {
    add(spans) {
      kept.push(...spans);
      keepLess();
      if (kept.length >= BATCH && !resting) void flush();
    },
    stats: () => ({ sent, dropped }),
    async close() {
      clearInterval(timer);
      const late = setTimeout(() => giveUp.abort(new Error("the gateway stops")), closeMs);
      await sending;
      resting = false;
      await flush();
      clearTimeout(late);
      dropped += kept.length;
      kept = [];
    },
  };
}

/** Spans that a collector which took the batch did not take. */
function rejectedOf(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as { readonly partialSuccess?: { readonly rejectedSpans?: unknown } };
    return Number(partialSuccess?.rejectedSpans ?? 0) || 0;
  } catch {
    return 0;
  }
}

function reasonOf(error: Error & { readonly cause?: unknown }): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
