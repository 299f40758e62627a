import { OperatorError } from "../../../core/errors.ts";
import type { StoredPromotion, StoredWatch, WatchLimits } from "../../../store/promotions.ts";
import { scopeOf } from "../../attachments.ts";
import { audit, type ControlParts } from "../../audited.ts";
import { scopeName } from "../in-force.ts";
import { promotionsInForce } from "../serving.ts";

export interface AskedWatch {
  readonly for_ms: number;
  readonly limits: WatchLimits;
  readonly auto_rollback: boolean;
  /** Null = `LEAST_REQUESTS`. */
  readonly min_requests: number | null;
}

/** Requests that nothing is said before, unless told. */
const LEAST_REQUESTS = 30;

/** Throws `usage` for what cannot be watched. */
export function checkWatch({ limits }: AskedWatch): void {
  const { max_error_rate: errors, max_p95_ms: p95, max_cost_per_request_usd: cost } = limits;
  if (errors === null && p95 === null && cost === null)
    throw new OperatorError("usage", "a watch needs a limit", {
      field: "--watch",
      hint: "Give one or more of --max-error-rate, --max-p95 and --max-cost-per-request.",
    });
  if (errors !== null && !(errors >= 0 && errors < 1))
    throw new OperatorError("usage", `${errors} is no share of requests`, {
      field: "--max-error-rate",
      hint: "Expected at least 0 and less than 1: 0.05 is 5 %.",
    });
  for (const [field, limit] of [
    ["--max-p95", p95],
    ["--max-cost-per-request", cost],
  ] as const)
    if (limit !== null && limit <= 0)
      throw new OperatorError("usage", `${limit} is no limit`, { field, hint: "Expected more than 0." });
}

/** Watches what a promotion serves from now on, in place of any other watch on the same scope. Throws what `checkWatch` throws. */
export function startWatch(parts: ControlParts, promotion: StoredPromotion, asked: AskedWatch): StoredWatch {
  checkWatch(asked);
  const { control, now, newId, actor } = parts;
  const at = now();
  for (const { id, promotion: earlier } of control.openWatches()) {
    const other = control.promotion(earlier);
    if (other?.scope !== promotion.scope || other.scope_id !== promotion.scope_id) continue;
    control.addWatchState(id, { at, state: "ended", details: { reason: "another watch took its place" } });
  }
  const watch: StoredWatch = {
    id: `wch_${newId()}`,
    promotion: promotion.id,
    created_at: at,
    ends_at: at + asked.for_ms,
    actor,
    limits: asked.limits,
    auto_rollback: asked.auto_rollback,
    min_requests: asked.min_requests ?? LEAST_REQUESTS,
  };
  control.addWatch(watch);
  const { limits, auto_rollback, ends_at } = watch;
  const details = { watch: watch.id, experiment: promotion.experiment, scope: scopeName(promotion) };
  audit(parts, "watch.start", { ...details, limits, auto_rollback, ends_at: new Date(ends_at).toISOString() });
  return watch;
}

/** The same for whatever promotion serves a scope now. Throws `watch_refused` where none does, and what `scopeOf` throws. */
export function watchScope(parts: ControlParts, of: string, asked: AskedWatch): StoredWatch {
  const [promotion] = promotionsInForce(parts.control, scopeOf(parts.control, of));
  if (promotion === undefined)
    throw new OperatorError("watch_refused", `no promoted candidate serves ${of}`, {
      hint: "Promote one first: `understudy promote ID --watch 24h --max-error-rate 0.05`.",
    });
  return startWatch(parts, promotion, asked);
}
