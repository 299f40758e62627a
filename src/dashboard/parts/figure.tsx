import type { ReactNode } from "react";
import type { Evidence } from "../../core/evidence.ts";
import { thousands } from "../../core/counts.ts";
import { EvidenceBadge } from "./evidence-badge.tsx";

/** One number of a result: what it is, how sure it is, on how many rows it stands, and what kind of evidence that is. */
export function Figure({
  label,
  value,
  below,
  evidence,
  n,
  estimand,
}: {
  readonly label: string;
  /** As text, with its unit. */
  readonly value: ReactNode;
  /** Its interval, or why it has none. */
  readonly below?: ReactNode;
  readonly evidence?: Evidence;
  readonly n?: number | null;
  readonly estimand?: "window" | "future";
}) {
  const about = [n === undefined || n === null ? null : `n = ${thousands(n)}`, estimand ?? null].filter(
    (one) => one !== null,
  );
  return (
    <div role="group" aria-label={label} className="min-w-0 rounded-md border border-rule bg-card p-3">
      <p className="text-xs text-soft">{label}</p>
      <p className="mt-0.5 text-lg font-semibold tabular-nums">{value}</p>
      {below !== undefined && below !== "" && <p className="text-xs text-soft tabular-nums">{below}</p>}
      {(evidence !== undefined || about.length > 0) && (
        <p className="mt-1.5 flex flex-wrap items-center gap-1.5 text-xs text-soft">
          {evidence !== undefined && <EvidenceBadge evidence={evidence} />}
          {about.join(", ")}
        </p>
      )}
    </div>
  );
}

/** Figures side by side, as many as fit. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap gap-3 *:max-w-full *:grow *:basis-56 sm:*:max-w-96">{children}</div>;
}
