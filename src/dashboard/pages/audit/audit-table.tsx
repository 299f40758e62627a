import { Link } from "@tanstack/react-router";
import type { AuditRow } from "../../api/audit.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { Instant } from "../../parts/instant.tsx";
import { EntryWords } from "./entry-words.tsx";
import { kindOf } from "./filters.ts";

const TARGET = "inline-block min-h-[24px] leading-[24px]";

/** Entries of the audit log; when opens one, who and what was done narrow the list to their like. */
export function AuditTable({ rows, active }: { readonly rows: readonly AuditRow[]; readonly active: number }) {
  return (
    <BlockTable
      caption="Audit entries, newest first"
      rows={rows}
      rowKey={({ id }) => id}
      active={active}
      columns={[
        {
          head: "When (UTC)",
          render: ({ id, at }) => (
            <Link
              to="/audit"
              search={(before) => ({ ...before, open: id })}
              className={`${TARGET} whitespace-nowrap text-accent underline-offset-2 hover:underline`}
            >
              <Instant iso={at} />
            </Link>
          ),
        },
        {
          head: "Who",
          render: ({ actor }) => (
            <Link
              to="/audit"
              search={(before) => ({ ...before, actor })}
              title="Only what they did"
              className={`${TARGET} min-w-[24px] hover:underline md:whitespace-nowrap`}
            >
              {actor}
            </Link>
          ),
        },
        {
          head: "Action",
          render: ({ action }) => (
            <Link
              to="/audit"
              search={(before) => ({ ...before, action, kind: kindOf(action) })}
              title="Only this action"
              className={`${TARGET} font-mono text-xs whitespace-nowrap hover:underline`}
            >
              {action}
            </Link>
          ),
        },
        { head: "What", render: (entry) => <EntryWords entry={entry} /> },
      ]}
    />
  );
}
