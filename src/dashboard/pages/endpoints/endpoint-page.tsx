import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { endpointVersionsQuery, type Endpoint } from "../../api/endpoints.ts";
import { useMay } from "../../api/may.ts";
import { problemOf } from "../../api/problem.ts";
import { Button, buttonLook } from "../../parts/button.tsx";
import { SelectField } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { RecordProblem } from "../../parts/record-problem.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { chosenVersions } from "../../parts/versions/chosen-versions.ts";
import { DefinitionTab } from "./definition-tab.tsx";
import { DifferencesTab } from "./differences-tab.tsx";
import { NewVersion } from "./new-version.tsx";
import { RollBackDialog } from "./roll-back-dialog.tsx";
import { SessionsTab } from "./sessions-tab.tsx";
import { VersionsTab } from "./versions-tab.tsx";

const route = getRouteApi("/endpoints/$project/$name");

/** One endpoint: what it holds, its versions and how they differ, its sessions. */
export function EndpointPage() {
  const { project, name } = route.useParams();
  const versions = useQuery(endpointVersionsQuery({ project, name }));
  const gone = versions.isError && problemOf(versions.error).kind === "gone";
  if (versions.data !== undefined && versions.data.length > 0 && !gone) return <Versions versions={versions.data} />;
  return (
    <Page title={name}>
      {versions.isPending && <Skeleton lines={5} />}
      {versions.isError && (
        <RecordProblem
          what="endpoint"
          asked={versions}
          list={
            <Link to="/endpoints" className={buttonLook()}>
              All endpoints
            </Link>
          }
        />
      )}
    </Page>
  );
}

/** @param versions newest first, at least one */
function Versions({ versions }: { readonly versions: readonly Endpoint[] }) {
  const { tab = "definition", version, against, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const [restoring, setRestoring] = useState<Endpoint | null>(null);
  const may = useMay("editor");
  const newest = versions[0] as Endpoint;
  const { shown, other } = chosenVersions(versions, { version, against });
  const choose = (change: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Page
      title={`${shown.project}/${shown.name}@${shown.version}`}
      lead={shown.definition.description ?? shown.note ?? undefined}
      actions={
        <>
          {shown.version !== newest.version && (
            <Button disabled={!may} onClick={() => setRestoring(shown)}>
              Roll back to @{shown.version}
            </Button>
          )}
          <Button
            weight="primary"
            disabled={!may}
            onClick={() => void navigate({ search: (before) => ({ ...before, dialog: "new-version" }) })}
          >
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
            label: `${one.version}${one === newest ? ", in force" : ""}${one.note === null ? "" : `: ${one.note}`}`,
          }))}
        />
      </div>
      <Tabs
        label={`About ${shown.name}`}
        active={tab}
        onChange={(next) => choose({ tab: next })}
        tabs={[
          { id: "definition", label: "Definition", content: <DefinitionTab of={shown} /> },
          {
            id: "versions",
            label: `Versions (${versions.length})`,
            content: <VersionsTab versions={versions} may={may} onRollBack={setRestoring} />,
          },
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
          { id: "sessions", label: "Sessions", content: <SessionsTab of={newest} /> },
        ]}
      />
      {may && dialog === "new-version" && (
        <NewVersion
          of={newest}
          onClose={() => choose({ dialog: undefined })}
          onStored={(stored) => choose({ version: String(stored.version), dialog: undefined })}
        />
      )}
      {restoring !== null && (
        <RollBackDialog
          to={restoring}
          newest={newest}
          onClose={() => setRestoring(null)}
          onStored={(stored) => choose({ version: String(stored.version) })}
        />
      )}
    </Page>
  );
}
