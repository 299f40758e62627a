import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { configsQuery, type Config } from "../../api/configs.ts";
import { useMay } from "../../api/may.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SelectField } from "../../parts/field.tsx";
import { LongText } from "../../parts/long-text.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { PolicyTreeView } from "../../parts/policy/policy-tree-view.tsx";
import { yamlOf } from "../../parts/policy/policy-text.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { chosenVersions } from "../../parts/versions/chosen-versions.ts";
import { AttachDialog } from "./attach-dialog.tsx";
import { DifferencesTab } from "./differences-tab.tsx";
import { ExplainTab } from "./explain-tab.tsx";
import { NewVersion } from "./new-version.tsx";
import { Serving } from "./serving.tsx";
import { VersionsTab } from "./versions-tab.tsx";

const route = getRouteApi("/configs/$name");

/** One config: its plan, its versions and how they differ, and what it serves. */
export function ConfigPage() {
  const { name } = route.useParams();
  const configs = useQuery(configsQuery);
  const versions = (configs.data ?? []).filter((one) => one.name === name).toReversed();
  if (versions.length > 0) return <Versions name={name} versions={versions} />;
  return (
    <Page title={name}>
      {configs.isPending && <Skeleton lines={5} />}
      {configs.isError && <ProblemNotice error={configs.error} retry={() => void configs.refetch()} />}
      {configs.isSuccess && (
        <EmptyState title={`There is no config ${name}`} command={`understudy configs add ${name} policy.yaml`}>
          <Link to="/configs" className="text-accent underline">
            All configs
          </Link>
        </EmptyState>
      )}
    </Page>
  );
}

/** @param versions newest first, at least one */
function Versions({ name, versions }: { readonly name: string; readonly versions: readonly Config[] }) {
  const { tab = "plan", version, against, dialog, request } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay("editor");
  const { shown, other } = chosenVersions(versions, { version, against });
  const choose = (change: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const show = (next: "new-version" | "attach"): void =>
    void navigate({ search: (before) => ({ ...before, dialog: next }) });
  const close = (): void => choose({ dialog: undefined });
  return (
    <Page
      title={`${name}@${shown.version}`}
      lead={shown.note ?? undefined}
      actions={
        <>
          <Button disabled={!may} onClick={() => show("attach")}>
            Attach @{shown.version}
          </Button>
          <Button weight="primary" disabled={!may} onClick={() => show("new-version")}>
            New version
          </Button>
        </>
      }
    >
      <div className="mb-4 max-w-xs">
        <SelectField
          label="Version"
          value={String(shown.version)}
          onChange={({ target }) => choose({ version: target.value })}
          options={versions.map((one) => ({
            value: String(one.version),
            label: `${one.version}, ${one.created_at.slice(0, 10)}${one.note === null ? "" : `: ${one.note}`}`,
          }))}
        />
      </div>
      <Tabs
        label={`About ${name}`}
        active={tab}
        onChange={(next) => choose({ tab: next })}
        tabs={[
          { id: "plan", label: "Plan", content: <PlanTab config={shown} /> },
          { id: "versions", label: `Versions (${versions.length})`, content: <VersionsTab versions={versions} /> },
          {
            id: "differences",
            label: "Differences",
            content: (
              <DifferencesTab
                shown={shown}
                other={other}
                versions={versions}
                onAgainst={(next) => choose({ against: next })}
              />
            ),
          },
          {
            id: "explain",
            label: "Explain",
            content: (
              <ExplainTab
                config={`${name}@${shown.version}`}
                request={request ?? null}
                onRequest={(id) => choose({ request: id ?? undefined })}
              />
            ),
          },
          { id: "serving", label: "Serves", content: <Serving only={name} /> },
        ]}
      />
      {may && dialog === "new-version" && (
        <NewVersion
          of={versions[0] as Config}
          onClose={close}
          onStored={(stored) => choose({ version: String(stored.version), dialog: undefined })}
        />
      )}
      {may && dialog === "attach" && <AttachDialog config={`${name}@${shown.version}`} onClose={close} />}
    </Page>
  );
}

function PlanTab({ config: { policy } }: { readonly config: Config }) {
  return (
    <div className="flex flex-col gap-4">
      <PolicyTreeView policy={policy} />
      <details>
        <summary className="text-sm text-accent">As YAML</summary>
        <LongText text={yamlOf(policy)} label="Policy as YAML" />
      </details>
    </div>
  );
}
