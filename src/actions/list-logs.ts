import { OperatorError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { ExchangeFilter, Traffic } from "../store/traffic.ts";

/** The newest rows of a filter, without bodies; `more` says that the limit cut them. */
export interface LogPage {
  readonly rows: readonly Exchange[];
  readonly more: boolean;
}

export function listLogs(traffic: Traffic, filter: ExchangeFilter, limit: number): LogPage {
  const rows = traffic.list(filter, limit + 1);
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** One exchange with its bodies, by request id or source id. Throws `request_unknown`. */
export function showLog(traffic: Traffic, id: string): Exchange {
  const found = traffic.get(id);
  if (found === null) throw new OperatorError("request_unknown", `no row has the id ${JSON.stringify(id)}`);
  return found;
}
