import { usd } from "../../../../core/figures/money.ts";
import { percent } from "../../../../core/figures/percent.ts";
import type { Mirror } from "../../../api/mirrors.ts";

/** How much of the day's money is spent, and set aside for calls under way. */
export function SpentToday({ mirror: { today, max_usd_per_day: cap } }: { readonly mirror: Mirror }) {
  const { spent_usd: spent, reserved_usd: reserved, day } = today;
  const used = Math.min(1, (spent + reserved) / cap);
  return (
    <div className="mt-3">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>
          {usd(spent)} of {usd(cap)} spent today
          {reserved > 0 && <span className="text-soft">, {usd(reserved)} set aside</span>}
        </span>
        <span className="text-xs text-soft">{day} UTC</span>
      </p>
      <div
        role="meter"
        aria-label="Spent or set aside of the day's cap"
        aria-valuenow={Math.round(used * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={percent(used)}
        className="mt-1 h-2 w-full overflow-hidden rounded-full bg-rule"
      >
        <div className={`h-full ${used >= 1 ? "bg-bad" : "bg-accent"}`} style={{ width: percent(used) }} />
      </div>
    </div>
  );
}
