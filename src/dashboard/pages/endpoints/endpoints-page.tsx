import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { attachmentsQuery } from "../../api/attachments.ts";
import { endpointsQuery } from "../../api/endpoints.ts";
import { useMay } from "../../api/may.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { guardrailsText, limitText, policyText } from "./definition-text.ts";
import { NewVersion } from "./new-version.tsx";

const route = getRouteApi("/endpoints");

/** What clients call. */
export function EndpointsPage() {
  const endpoints = useQuery(endpointsQuery);
  const attachments = useQuery(attachmentsQuery);
  const { dialog } = route.useSearch();
  const navigate = useNavigate();
  const may = useMay("editor");
  return (
    <Page
      title="Endpoints"
      lead="What clients call: a prompt, who answers, guardrails, limits. The newest version is in force."
      actions={
        <Button
          weight="primary"
          disabled={!may}
          onClick={() => void navigate({ to: "/endpoints", search: { dialog: "new" } })}
        >
          New endpoint
        </Button>
      }
    >
      {endpoints.isPending && <Skeleton lines={5} />}
      {endpoints.isError && <ProblemNotice error={endpoints.error} retry={() => void endpoints.refetch()} />}
      {endpoints.data?.length === 0 && (
        <EmptyState title="There is no endpoint yet" command="understudy endpoints set NAME endpoint.yaml">
          Clients reach one at <code>/e/NAME/v1/…</code>, or as the model <code>endpoint/NAME</code>.
        </EmptyState>
      )}
      {endpoints.data !== undefined && endpoints.data.length > 0 && (
        <BlockTable
          caption="Endpoints, each in the version in force"
          rows={endpoints.data}
          rowKey={({ project, name }) => `${project}/${name}`}
          columns={[
            {
              head: "Name",
              render: ({ project, name }) => (
                <Link
                  to="/endpoints/$project/$name"
                  params={{ project, name }}
                  className="font-medium text-accent underline-offset-2 hover:underline"
                >
                  {name}
                </Link>
              ),
            },
            { head: "Project", render: ({ project }) => project },
            { head: "Version", render: ({ version }) => version },
            {
              head: "Answers",
              render: ({ project, name, definition }) =>
                attachments.data?.find(({ scope }) => scope === `endpoint:${project}/${name}`)?.config ??
                policyText(definition),
            },
            { head: "Guardrails", render: ({ definition }) => guardrailsText(definition) },
            { head: "Schema", render: ({ definition }) => definition.response_schema?.name },
            { head: "Limit", render: ({ definition }) => limitText(definition) },
            { head: "Changed", render: ({ created_at: at }) => <Instant iso={at} /> },
            { head: "Why", render: ({ note }) => note },
          ]}
        />
      )}
      {may && dialog === "new" && (
        <NewVersion
          of={null}
          onClose={() => void navigate({ to: "/endpoints", search: {}, replace: true })}
          onStored={({ project, name }) =>
            void navigate({ to: "/endpoints/$project/$name", params: { project, name } })
          }
        />
      )}
    </Page>
  );
}
