import type { OtlpSpan } from "./genai-span.ts";

export interface OtlpParts {
  /** Base URL of the collector, such as `http://localhost:4318`; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
  readonly fetch: typeof globalThis.fetch;
  /** Told of batches that did not get there. */
  readonly onTrouble: (message: string, spans: number) => void;
}

export interface OtlpExporter {
  add(spans: readonly OtlpSpan[]): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 512;
/** Spans kept at most while the collector does not answer; the oldest go first. */
const MOST_KEPT = 8_192;
const EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;

/** Sends spans to a collector in batches (OTLP over HTTP with JSON), off the hot path; what cannot be sent is counted and told, and never slows a request. */
export function otlpExporter(parts: OtlpParts): OtlpExporter {
  let kept: OtlpSpan[] = [];
  let sending: Promise<void> | null = null;
  const url = new URL("v1/traces", parts.endpoint.endsWith("/") ? parts.endpoint : `${parts.endpoint}/`).href;
  const resource = {
    attributes: [
      { key: "service.name", value: { stringValue: parts.serviceName } },
      { key: "service.version", value: { stringValue: parts.version } },
    ],
  };

  async function send(spans: readonly OtlpSpan[]): Promise<void> {
    const body = JSON.stringify({
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "understudy", version: parts.version }, spans }] }],
    });
    try {
      const response = await parts.fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...parts.headers },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) parts.onTrouble(`the collector answered ${response.status}`, spans.length);
    } catch (error) {
      parts.onTrouble(`the collector cannot be reached: ${(error as Error).message}`, spans.length);
    }
  }

  async function drain(): Promise<void> {
    while (kept.length > 0) {
      const batch = kept.slice(0, BATCH);
      kept = kept.slice(BATCH);
      await send(batch);
    }
  }

  const flush = (): Promise<void> => {
    sending ??= drain().finally(() => (sending = null));
    return sending;
  };
  const timer = setInterval(() => void flush(), EVERY_MS);
  timer.unref();

  return {
    add(spans) {
      kept.push(...spans);
      if (kept.length > MOST_KEPT) {
        const lost = kept.length - MOST_KEPT;
        kept = kept.slice(lost);
        parts.onTrouble("the collector is too slow", lost);
      } else if (kept.length >= BATCH) void flush();
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
