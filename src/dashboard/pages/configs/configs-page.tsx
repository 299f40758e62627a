import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { attachmentsQuery } from "../../api/attachments.ts";
import { configAuthorsQuery } from "../../api/audit.ts";
import { configsQuery, type Config } from "../../api/configs.ts";
import { useMay } from "../../api/may.ts";
import { Badge } from "../../parts/badge.tsx";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { AttachDialog } from "./attach-dialog.tsx";
import { NewVersion } from "./new-version.tsx";
import { Serving } from "./serving.tsx";

const route = getRouteApi("/configs");

/** Configs, and what serves what. */
export function ConfigsPage() {
  const configs = useQuery(configsQuery);
  const attachments = useQuery(attachmentsQuery);
  const authors = useQuery(configAuthorsQuery);
  const { dialog } = route.useSearch();
  const navigate = useNavigate();
  const show = (next: "new" | "attach" | undefined): void =>
    void navigate({ to: "/configs", search: { dialog: next }, replace: next === undefined });
  const may = useMay("editor");
  const newest = newestOf(configs.data ?? []);
  return (
    <Page
      title="Configs"
      lead="Named policies. Versions never change: a new one serves nothing until it is attached."
      actions={
        <>
          <Button disabled={!may || newest.length === 0} onClick={() => show("attach")}>
            Attach a config
          </Button>
          <Button weight="primary" disabled={!may} onClick={() => show("new")}>
            New config
          </Button>
        </>
      }
    >
      {configs.isPending && <Skeleton lines={5} />}
      {configs.isError && <ProblemNotice error={configs.error} retry={() => void configs.refetch()} />}
      {configs.isSuccess && newest.length === 0 && (
        <EmptyState title="There is no config yet" command="understudy configs add NAME policy.yaml">
          A config is a policy under a name, in versions; experiments compare them, and one of them may serve a project
          or an endpoint.
        </EmptyState>
      )}
      {newest.length > 0 && (
        <BlockTable
          caption="Configs, each in its newest version"
          rows={newest}
          rowKey={({ name }) => name}
          columns={[
            {
              head: "Name",
              render: ({ name }) => (
                <Link
                  to="/configs/$name"
                  params={{ name }}
                  className="font-medium text-accent underline-offset-2 hover:underline"
                >
                  {name}
                </Link>
              ),
            },
            { head: "Strategy", render: ({ policy }) => strategyName(policy) },
            { head: "Version", render: ({ version }) => version },
            { head: "Stored", render: ({ created_at: at }) => <Instant iso={at} /> },
            { head: "By", render: ({ name, version }) => authors.data?.get(`${name}@${version}`) },
            { head: "Why", render: ({ note }) => note },
            {
              head: "Serves",
              render: ({ name }) => {
                const serving = (attachments.data ?? []).filter(
                  ({ config }) => config?.startsWith(`${name}@`) === true,
                );
                if (serving.length === 0) return <span className="text-soft">nothing</span>;
                return (
                  <ul className="flex flex-wrap gap-1">
                    {serving.map(({ scope, config }) => (
                      <li key={scope}>
                        <Badge tone="good">
                          {scope} (@{config?.slice(name.length + 1)})
                        </Badge>
                      </li>
                    ))}
                  </ul>
                );
              },
            },
          ]}
        />
      )}
      <Section
        title="What serves what"
        note="An endpoint’s attachment goes before its own policy, that before its project’s attachment."
      >
        <Serving only={null} />
      </Section>
      {may && dialog === "new" && (
        <NewVersion
          of={null}
          onClose={() => show(undefined)}
          onStored={({ name }) => void navigate({ to: "/configs/$name", params: { name } })}
        />
      )}
      {may && dialog === "attach" && <AttachDialog config={null} onClose={() => show(undefined)} />}
    </Page>
  );
}

function newestOf(configs: readonly Config[]): readonly Config[] {
  const newest = new Map<string, Config>();
  for (const config of configs)
    if ((newest.get(config.name)?.version ?? 0) < config.version) newest.set(config.name, config);
  return [...newest.values()];
}

function strategyName(policy: unknown): string {
  return typeof policy === "string"
    ? policy
    : String((policy as { readonly strategy?: unknown }).strategy).replaceAll("_", " ");
}
