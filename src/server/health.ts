import type { LogStats } from "../store/log-writer.ts";
import type { Handler } from "./http-server.ts";

export interface HealthParts {
  readonly log: () => LogStats;
  /** True from the moment a stop was asked for. */
  readonly stopping: () => boolean;
  readonly version: string;
}

/**
 * `/healthz`: the process is alive. `/readyz`: 503 while it stops; 200 else, with `degraded` and the reasons where rows or bodies are
 * lost or do not get to the disk: traffic goes on, and taking the gateway out of service would not bring rows back.
 */
export function healthHandler({ log, stopping, version }: HealthParts): Handler {
  return (request, response) => {
    const { url } = request;
    if (url !== "/healthz" && url !== "/readyz") return false;
    const { trouble, rows_lost, bodies_dropped, waiting_bytes } = log();
    const reasons = [
      ...(trouble === null ? [] : [trouble]),
      ...(rows_lost > 0 ? [`${rows_lost} rows were lost: the log's queue was full`] : []),
      ...(bodies_dropped > 0 ? [`${bodies_dropped} bodies were dropped: the log's queue was full`] : []),
    ];
    const ready = url === "/healthz" || !stopping();
    const status = !ready ? "stopping" : url === "/readyz" && reasons.length > 0 ? "degraded" : "ok";
    const body =
      url === "/healthz" ? { status, version } : { status, reasons, log: { waiting_bytes, rows_lost, bodies_dropped } };
    response.writeHead(ready ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
    return true;
  };
}
