import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { attachmentsQuery } from "../../api/attachments.ts";
import { configAuthorsQuery } from "../../api/audit.ts";
import type { Config } from "../../api/configs.ts";
import { Badge } from "../../parts/badge.tsx";
import { BlockTable } from "../../parts/block-table.tsx";
import { Instant } from "../../parts/instant.tsx";

/** Who stored which version when, and why. */
export function VersionsTab({ versions }: { readonly versions: readonly Config[] }) {
  const authors = useQuery(configAuthorsQuery);
  const attachments = useQuery(attachmentsQuery);
  return (
    <BlockTable
      caption="Versions, newest first"
      rows={versions}
      rowKey={({ version }) => String(version)}
      columns={[
        {
          head: "Version",
          render: ({ name, version }) => (
            <Link
              to="/configs/$name"
              params={{ name }}
              search={{ version: String(version) }}
              className="text-accent underline-offset-2 hover:underline"
            >
              {name}@{version}
            </Link>
          ),
        },
        { head: "Stored", render: ({ created_at: at }) => <Instant iso={at} /> },
        { head: "By", render: ({ name, version }) => authors.data?.get(`${name}@${version}`) },
        { head: "Why", render: ({ note }) => note },
        {
          head: "Serves",
          render: ({ name, version }) => {
            const scopes = (attachments.data ?? []).filter(({ config }) => config === `${name}@${version}`);
            if (scopes.length === 0) return null;
            return (
              <span className="flex flex-wrap gap-1">
                {scopes.map(({ scope }) => (
                  <Badge key={scope} tone="good">
                    {scope}
                  </Badge>
                ))}
              </span>
            );
          },
        },
        {
          head: "Changed",
          render: ({ name, version }) =>
            version === 1 ? (
              "the first"
            ) : (
              <Link
                to="/configs/$name"
                params={{ name }}
                search={{ tab: "differences", version: String(version), against: String(version - 1) }}
                className="text-accent underline-offset-2 hover:underline"
              >
                against @{version - 1}
              </Link>
            ),
        },
      ]}
    />
  );
}
