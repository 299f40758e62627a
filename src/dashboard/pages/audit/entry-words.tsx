import type { AuditRow } from "../../api/audit.ts";
import { entrySaid } from "./entry-said.ts";
import { EntryValue } from "./entry-value.tsx";

/** What an entry says in a line or two: what changed, from what to what, and of which object. */
export function EntryWords({ entry }: { readonly entry: AuditRow }) {
  const { changes, rest } = entrySaid(entry);
  if (changes.length === 0 && rest.length === 0) return <span className="text-soft">–</span>;
  return (
    <dl className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
      {rest.map(([name, value]) => (
        <div key={name} className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
          <dt className="text-soft">{name.replaceAll("_", " ")}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <EntryValue name={name} value={value} entry={entry} />
          </dd>
        </div>
      ))}
      {changes.map(({ name, from, to }) => (
        <div key={name} className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
          <dt className="text-soft">{name.replaceAll("_", " ")}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <EntryValue name={name} value={from} entry={entry} /> <span aria-hidden>→</span>
            <span className="sr-only">became</span>{" "}
            <strong className="font-medium">
              <EntryValue name={name} value={to} entry={entry} />
            </strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
