import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { endpointAuthorsQuery } from "../../api/audit.ts";
import type { Endpoint } from "../../api/endpoints.ts";
import { Badge } from "../../parts/badge.tsx";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { Instant } from "../../parts/instant.tsx";

/** Who stored which version when, and why. @param versions newest first */
export function VersionsTab({
  versions,
  may,
  onRollBack,
}: {
  readonly versions: readonly Endpoint[];
  readonly may: boolean;
  readonly onRollBack: (to: Endpoint) => void;
}) {
  const authors = useQuery(endpointAuthorsQuery);
  return (
    <BlockTable
      caption="Versions, newest first"
      rows={versions}
      rowKey={({ version }) => String(version)}
      columns={[
        {
          head: "Version",
          render: ({ project, name, version }) => (
            <Link
              to="/endpoints/$project/$name"
              params={{ project, name }}
              search={{ version: String(version) }}
              className="text-accent underline-offset-2 hover:underline"
            >
              {name}@{version}
            </Link>
          ),
        },
        { head: "Stored", render: ({ created_at: at }) => <Instant iso={at} /> },
        { head: "By", render: ({ project, name, version }) => authors.data?.get(`${project}/${name}@${version}`) },
        { head: "Why", render: ({ note }) => note },
        {
          head: "Changed",
          render: ({ project, name, version }) =>
            version === 1 ? (
              "the first"
            ) : (
              <Link
                to="/endpoints/$project/$name"
                params={{ project, name }}
                search={{ tab: "differences", version: String(version), against: String(version - 1) }}
                className="text-accent underline-offset-2 hover:underline"
              >
                against @{version - 1}
              </Link>
            ),
        },
        {
          head: "Actions",
          render: (endpoint) =>
            endpoint === versions[0] ? (
              <Badge tone="good">in force</Badge>
            ) : (
              <Button
                disabled={!may}
                aria-label={`Roll back to version ${endpoint.version}`}
                onClick={() => onRollBack(endpoint)}
              >
                Roll back
              </Button>
            ),
        },
      ]}
    />
  );
}
