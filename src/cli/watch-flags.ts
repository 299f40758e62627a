import type { WatchBody } from "../actions/promote/watch/asked-watch.ts";
import { parseDuration } from "../actions/window.ts";
import { OperatorError } from "../core/errors.ts";
import type { Args, Flag } from "./command.ts";

/** What a promotion is watched for. */
export const WATCH_FLAGS: readonly Flag[] = [
  { name: "watch", value: "TIME", description: "Watch what the candidate serves for so long: 30m, 24h, 7d" },
  {
    name: "max-error-rate",
    value: "SHARE",
    description: "Alarm where surely more of its requests fail: 0.05",
    expects: "number",
  },
  {
    name: "max-p95",
    value: "MS",
    description: "Alarm where surely more than 5 % of its answers take longer",
    expects: "number",
  },
  {
    name: "max-cost-per-request",
    value: "USD",
    description: "Alarm where its requests surely cost more on average",
    expects: "number",
  },
  { name: "auto-rollback", description: "At an alarm, restore what served before the candidate, once" },
];

/** What was said with `WATCH_FLAGS`; null where no watch is asked for. Throws `usage` for limits without a time. */
export function watchOf(args: Args): WatchBody | null {
  const time = args.text("watch");
  const limits = {
    max_error_rate: args.number("max-error-rate") ?? null,
    max_p95_ms: args.number("max-p95") ?? null,
    max_cost_per_request_usd: args.number("max-cost-per-request") ?? null,
  };
  const autoRollback = args.on("auto-rollback");
  if (time !== undefined) {
    parseDuration(time, "--watch");
    return { for: time, ...limits, auto_rollback: autoRollback, min_requests: null };
  }
  if (autoRollback || Object.values(limits).some((limit) => limit !== null))
    throw new OperatorError("usage", "a limit is watched only with --watch", {
      field: "--watch",
      hint: "Say how long: --watch 24h.",
    });
  return null;
}
