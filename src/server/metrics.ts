import type { IncomingMessage } from "node:http";
import { collectDefaultMetrics, Counter, Gauge, Registry, type Metric } from "prom-client";
import type { MirrorFigures } from "../actions/mirror/figures.ts";
import type { ServedEvent } from "../actions/serve/serve.ts";
import type { LogStats } from "../store/log-writer.ts";
import type { Handler } from "./http-server.ts";
import type { OtlpStats } from "./telemetry/otlp-exporter.ts";

export interface Metrics {
  /** Takes in a request that ended; costs next to nothing, for labels are put together when somebody looks. */
  observe(event: ServedEvent): void;
  readonly handler: Handler;
}

export interface MetricsParts {
  /** Whether a request comes with a key that may see figures. */
  readonly mayLook: (request: IncomingMessage) => boolean;
  readonly log: () => LogStats;
  readonly cooldowns: () => readonly { readonly target: string; readonly until: number }[];
  readonly mirrors: () => readonly MirrorFigures[];
  readonly spans: () => OtlpStats;
  /** Process figures (memory, event loop, garbage collection) too; off in tests. */
  readonly processFigures?: boolean;
}

/** Upper ends of the latency buckets, s. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
  /** s. */
  sum: number;
  readonly buckets: Uint32Array;
}

const DURATION = "understudy_request_duration_seconds";

function histogram(all: readonly Series[]): object {
  const values = all.flatMap(({ labels, buckets, count, sum }) => {
    let reached = 0;
    return [
      ...BUCKETS.map((le, at) => ({
        metricName: `${DURATION}_bucket`,
        labels: { ...labels, le: String(le) },
        value: (reached += buckets[at]!),
      })),
      { metricName: `${DURATION}_bucket`, labels: { ...labels, le: "+Inf" }, value: count },
      { metricName: `${DURATION}_sum`, labels, value: sum },
      { metricName: `${DURATION}_count`, labels, value: count },
    ];
  });
  const help = "How long requests took, from their arrival to the end of their answer.";
  return { name: DURATION, help, type: "histogram", aggregator: "sum", values };
}

/** Prometheus figures of the gateway. */
export function gatewayMetrics(parts: MetricsParts): Metrics {
  const { log, cooldowns, mirrors, spans, mayLook, processFigures = true } = parts;
  const registry = new Registry();
  if (processFigures) collectDefaultMetrics({ register: registry });
  const requests = new Map<string, Series>();
  const attempts = new Map<string, { readonly labels: Readonly<Record<string, string>>; count: number }>();

  const counter = (
    name: string,
    help: string,
    labelNames: readonly string[],
    fill: (counter: Counter) => void,
  ): void => {
    const made: Counter = new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        made.reset();
        fill(made);
      },
    });
  };
  const gauge = (
    name: string,
    help: string,
    fill: (gauge: Gauge) => void,
    labelNames: readonly string[] = [],
  ): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        made.reset();
        fill(made);
      },
    });
  };

  const byRequest = ["dialect", "status", "outcome", "target", "origin"];
  counter(
    "understudy_requests_total",
    "Requests answered, by HTTP status and by what became of them.",
    byRequest,
    (made) => {
      for (const { labels, count } of requests.values()) made.inc({ ...labels }, count);
    },
  );
  // The library's own histogram wants to be told of each request as it ends.
  registry.registerMetric({
    get: () => Promise.resolve(histogram([...requests.values()])),
    name: DURATION,
  } as unknown as Metric);
  counter(
    "understudy_attempts_total",
    "Calls to providers, by how they ended.",
    ["target", "kind", "outcome"],
    (made) => {
      for (const { labels, count } of attempts.values()) made.inc({ ...labels }, count);
    },
  );
  counter("understudy_log_rows_written_total", "Rows in the store.", [], (made) => made.inc(log().written_rows));
  counter("understudy_log_rows_lost_total", "Rows lost because the log's queue was full.", [], (made) =>
    made.inc(log().rows_lost),
  );
  counter(
    "understudy_log_bodies_dropped_total",
    "Rows logged without bodies because the log's queue was full.",
    [],
    (made) => made.inc(log().bodies_dropped),
  );
  gauge("understudy_log_waiting_bytes", "Bytes of rows that are not on disk yet.", (made) =>
    made.set(log().waiting_bytes),
  );
  gauge("understudy_log_spooled_rows", "Rows on disk that are not in the store yet.", (made) =>
    made.set(log().spooled_rows),
  );
  gauge("understudy_log_trouble", "1 while rows do not get to the disk or into the store.", (made) =>
    made.set(Number(log().trouble !== null)),
  );
  counter("understudy_spans_sent_total", "Spans that the OpenTelemetry collector took.", [], (made) =>
    made.inc(spans().sent),
  );
  counter(
    "understudy_spans_dropped_total",
    "Spans that the collector refused, or that were given up while it could not be reached.",
    [],
    (made) => made.inc(spans().dropped),
  );
  gauge(
    "understudy_target_cooldown",
    "1 while a target is left alone.",
    (made) => {
      for (const { target } of cooldowns()) made.set({ target }, 1);
    },
    ["target"],
  );
  counter(
    "understudy_mirror_requests_total",
    "Requests that a mirror chose, by what became of them.",
    ["mirror", "candidate", "outcome"],
    (made) => {
      for (const { mirror, candidate, counts } of mirrors())
        for (const [outcome, count] of Object.entries(counts)) made.inc({ mirror, candidate, outcome }, count);
    },
  );
  gauge(
    "understudy_mirror_waiting_requests",
    "Mirrored requests that wait or are under way.",
    (made) => {
      for (const { mirror, waiting } of mirrors()) made.set({ mirror }, waiting);
    },
    ["mirror"],
  );
  gauge(
    "understudy_mirror_spent_usd",
    "What a mirror has spent on this UTC day.",
    (made) => {
      for (const { mirror, spent_usd: spent } of mirrors()) made.set({ mirror }, spent);
    },
    ["mirror"],
  );

  return {
    observe({ draft, status, outcome, latency_ms }) {
      const target = draft.result?.answer?.target ?? "none";
      const key = `${draft.request.dialect} ${status} ${outcome} ${draft.origin} ${target}`;
      let series = requests.get(key);
      if (series === undefined) {
        const { dialect } = draft.request;
        const labels = { dialect, status: String(status), outcome, target, origin: draft.origin };
        requests.set(key, (series = { labels, count: 0, sum: 0, buckets: new Uint32Array(BUCKETS.length) }));
      }
      series.count++;
      const seconds = latency_ms / 1_000;
      series.sum += seconds;
      const bucket = BUCKETS.findIndex((end) => seconds <= end);
      if (bucket !== -1) series.buckets[bucket]!++;
      for (const { target: asked, kind, outcome } of draft.result?.attempts ?? []) {
        const ended = outcome.ok ? "ok" : (outcome.failure?.class ?? "failed");
        const name = `${asked} ${kind} ${ended}`;
        const known = attempts.get(name);
        if (known === undefined) attempts.set(name, { labels: { target: asked, kind, outcome: ended }, count: 1 });
        else known.count++;
      }
    },
    handler(request, response) {
      if (request.url !== "/metrics") return false;
      if (!mayLook(request)) {
        response.writeHead(401, { "content-type": "text/plain", "www-authenticate": "Bearer" });
        response.end("/metrics needs a key of the role viewer or above: Authorization: Bearer KEY\n");
        return true;
      }
      registry.metrics().then(
        (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
      return true;
    },
  };
}
