import type { AuditRow } from "../../api/audit.ts";
import { Instant } from "../../parts/instant.tsx";

/** Entries of the audit log; on a narrow screen each becomes a block of its own. */
export function AuditTable({ rows }: { readonly rows: readonly AuditRow[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Audit entries, newest first</caption>
      <thead className="hidden text-left text-soft sm:table-header-group">
        <tr className="border-b border-rule">
          <th className="py-1.5 pr-4 font-medium">When</th>
          <th className="py-1.5 pr-4 font-medium">Who</th>
          <th className="py-1.5 pr-4 font-medium">Action</th>
          <th className="py-1.5 font-medium">Details</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, at, actor, action, details }) => (
          <tr key={id} className="block border-b border-rule py-1.5 align-top sm:table-row sm:py-0">
            <td className="block pr-4 whitespace-nowrap text-soft sm:table-cell sm:py-1.5">
              <Instant iso={at} />
            </td>
            <td className="block pr-4 sm:table-cell sm:py-1.5">{actor}</td>
            <td className="block pr-4 font-mono text-xs sm:table-cell sm:py-2">{action}</td>
            <td className="block font-mono text-xs wrap-anywhere sm:table-cell sm:py-2">{JSON.stringify(details)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
