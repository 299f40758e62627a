import type { ReactNode } from "react";

/** Names and what they are; a value of null is not known. */
export function Properties({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] items-baseline gap-x-4 gap-y-1.5 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft first-letter:uppercase">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value ?? "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
