import type { ReactNode } from "react";
import { thousands } from "../../core/counts.ts";

/** How far something is that takes its time. @param total null = not known */
export function Progress({
  done,
  total,
  label,
  below,
  children,
}: {
  readonly done: number;
  readonly total: number | null;
  readonly label: string;
  /** What else is to be said of it. */
  readonly below?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="my-2 rounded-md border border-rule bg-card p-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>
          {label}: {thousands(done)}
          {total === null ? "" : ` of ${thousands(total)}`}
        </span>
        {children}
      </div>
      {done !== total && (
        <progress
          aria-label={label}
          className="mt-2 h-2 w-full"
          {...(total === null ? {} : { value: done, max: Math.max(1, total) })}
        />
      )}
      {below}
    </div>
  );
}
