import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { auditEntryQuery, type AuditRow } from "../../api/audit.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { LongText } from "../../parts/long-text.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Properties } from "../../parts/properties.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { entrySaid, type Change } from "./entry-said.ts";
import { EntryValue } from "./entry-value.tsx";

/** One entry, closely. */
export function EntryDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const found = useQuery(auditEntryQuery(id));
  return (
    <Dialog open onClose={onClose} shape="drawer" title={found.data?.action ?? "Audit entry"}>
      {found.isPending && <Skeleton lines={6} />}
      {found.isError && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && found.data === null && (
        <EmptyState title="There is no such entry" command="understudy audit">
          The log of changes has none with the id {id}.
        </EmptyState>
      )}
      {found.data != null && <Opened entry={found.data} />}
    </Dialog>
  );
}

function Opened({ entry }: { readonly entry: AuditRow }) {
  const { changes, rest } = entrySaid(entry);
  return (
    <div className="flex flex-col gap-4">
      <Properties
        rows={[
          ["When (UTC)", <Instant key="at" iso={entry.at} />],
          ["Who", entry.actor],
          ...rest.map(
            ([name, value]) =>
              [name.replaceAll("_", " "), <EntryValue key={name} name={name} value={value} entry={entry} />] as const,
          ),
        ]}
      />
      {changes.length > 0 && <Changes entry={entry} changes={changes} />}
      <Versions entry={entry} />
      <details>
        <summary className="text-sm text-accent">As it is stored</summary>
        <LongText text={JSON.stringify(entry, null, 2)} label="Entry as JSON" />
      </details>
    </div>
  );
}

function Changes({ entry, changes }: { readonly entry: AuditRow; readonly changes: readonly Change[] }) {
  return (
    <table className="max-w-full self-start text-left text-sm">
      <caption className="mb-1 text-left font-semibold">What changed</caption>
      <thead className="text-soft">
        <tr className="border-b border-rule">
          {["Field", "From", "To"].map((head) => (
            <th key={head} scope="col" className="py-1 pr-6 font-medium">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, from, to }) => (
          <tr key={name} className="border-b border-rule align-top">
            <th scope="row" className="py-1 pr-6 font-normal text-soft">
              {name.replaceAll("_", " ")}
            </th>
            <td className="py-1 pr-6 wrap-anywhere">
              <EntryValue name={name} value={from} entry={entry} />
            </td>
            <td className="py-1 wrap-anywhere">
              <EntryValue name={name} value={to} entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The way to both texts, where an entry made a version of something. */
function Versions({ entry: { action, details } }: { readonly entry: AuditRow }) {
  const { version, config, project, endpoint } = details;
  if (typeof version !== "number" || version < 2) return null;
  const search = { tab: "differences", version: String(version), against: String(version - 1) };
  const look = "text-sm text-accent underline";
  const text = "What this version says, beside the one before";
  if (action === "config.add" && typeof config === "string")
    return (
      <Link to="/configs/$name" params={{ name: config }} search={search} className={look}>
        {text}
      </Link>
    );
  if (typeof project === "string" && typeof endpoint === "string")
    return (
      <Link to="/endpoints/$project/$name" params={{ project, name: endpoint }} search={search} className={look}>
        {text}
      </Link>
    );
  return null;
}
