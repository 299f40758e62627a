import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { ServedEvent } from "../actions/serve/serve.ts";
import type { LogStats } from "../store/log-writer.ts";
import type { Handler } from "./http-server.ts";

export interface Metrics {
  /** Takes in a request that ended; costs next to nothing, for labels are put together when somebody looks. */
  observe(event: ServedEvent): void;
  readonly handler: Handler;
}

export interface MetricsParts {
  readonly log: () => LogStats;
  readonly cooldowns: () => readonly { readonly target: string; readonly until: number }[];
  /** Process figures (memory, event loop, garbage collection) too; off in tests. */
  readonly processFigures?: boolean;
}

/** Upper ends of the latency buckets, ms. */
const BUCKETS = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000] as const;

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
  sum: number;
  readonly buckets: Uint32Array;
}

/** Prometheus figures of the gateway. */
export function gatewayMetrics({ log, cooldowns, processFigures = true }: MetricsParts): Metrics {
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

  const byRequest = ["dialect", "status", "target", "origin"];
  counter("understudy_requests_total", "Requests answered, by HTTP status.", byRequest, (made) => {
    for (const { labels, count } of requests.values()) made.inc({ ...labels }, count);
  });
  gauge(
    "understudy_request_duration_ms_sum",
    "Sum of request durations, ms.",
    (made) => {
      for (const { labels, sum } of requests.values()) made.inc({ ...labels }, sum);
    },
    byRequest,
  );
  counter(
    "understudy_request_duration_ms_bucket",
    "Requests by duration, cumulative.",
    [...byRequest, "le"],
    (made) => {
      for (const { labels, buckets, count } of requests.values()) {
        let reached = 0;
        for (const [at, le] of BUCKETS.entries()) made.inc({ ...labels, le: String(le) }, (reached += buckets[at]!));
        made.inc({ ...labels, le: "+Inf" }, count);
      }
    },
  );
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
  gauge(
    "understudy_target_cooldown",
    "1 while a target is left alone.",
    (made) => {
      for (const { target } of cooldowns()) made.set({ target }, 1);
    },
    ["target"],
  );

  return {
    observe({ draft, status, latency_ms }) {
      const target = draft.result?.answer?.target ?? "none";
      const key = `${draft.request.dialect} ${status} ${draft.origin} ${target}`;
      let series = requests.get(key);
      if (series === undefined) {
        const labels = { dialect: draft.request.dialect, status: String(status), target, origin: draft.origin };
        requests.set(key, (series = { labels, count: 0, sum: 0, buckets: new Uint32Array(BUCKETS.length) }));
      }
      series.count++;
      series.sum += latency_ms;
      const bucket = BUCKETS.findIndex((end) => latency_ms <= end);
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
      registry.metrics().then(
        (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
      return true;
    },
  };
}
