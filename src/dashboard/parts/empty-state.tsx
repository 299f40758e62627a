import type { ReactNode } from "react";
import { Command } from "./command.tsx";

/** Nothing to show: why, and what to do about it. */
export function EmptyState({
  title,
  command,
  children,
}: {
  readonly title: string;
  readonly command?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-md border border-dashed border-strong-rule px-4 py-10 text-center">
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="max-w-prose text-sm text-soft">{children}</div>}
      {command !== undefined && <Command>{command}</Command>}
    </div>
  );
}
