import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { usd } from "../../../core/figures/money.ts";
import { keysQuery } from "../../api/keys.ts";
import { useMay } from "../../api/may.ts";
import { Badge } from "../../parts/badge.tsx";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { Projects } from "./projects.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";

const TONES = { good: "good", expired: "warn", revoked: "bad" } as const;

const route = getRouteApi("/keys");

/** Keys with what they may and what they spent, and the projects they belong to. */
export function KeysPage() {
  const keys = useQuery(keysQuery);
  const may = useMay("admin");
  const { dialog, revoke, project } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (search: ReturnType<typeof route.useSearch>): void =>
    void navigate({ search, replace: Object.keys(search).length === 0 });
  const revoking = keys.data?.find(({ id, state }) => id === revoke && state !== "revoked");
  return (
    <Page
      title="Keys"
      lead="Only a key’s digest is stored: it is shown once, where it is made."
      actions={
        <Button weight="primary" disabled={!may} onClick={() => show({ dialog: "new-key" })}>
          New key
        </Button>
      }
    >
      {keys.isPending && <Skeleton lines={5} />}
      {keys.isError && <ProblemNotice error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <EmptyState title="There is no key yet" command="understudy keys create NAME" />}
      {keys.data !== undefined && keys.data.length > 0 && (
        <BlockTable
          caption="Keys, newest first"
          rows={keys.data.toReversed()}
          rowKey={({ id }) => id}
          columns={[
            { head: "Name", render: ({ name }) => <span className="font-medium">{name}</span> },
            { head: "Begins", render: ({ prefix }) => <code className="text-xs">{prefix}…</code> },
            { head: "Role", render: ({ role }) => role },
            {
              head: "For",
              render: ({ project, endpoint }) => (endpoint === null ? project : `${project}/${endpoint}`),
            },
            {
              head: "Today, of budget",
              render: ({ spent_usd_today: spent, budget_usd_per_day: budget }) =>
                budget === null ? `${usd(spent)}, no budget` : `${usd(spent)} of ${usd(budget)} a day`,
            },
            { head: "Made", render: ({ created_at: at }) => <Instant iso={at} /> },
            { head: "Until", render: ({ expires_at: at }) => (at === null ? "for ever" : <Instant iso={at} />) },
            { head: "State", render: ({ state }) => <Badge tone={TONES[state]}>{state}</Badge> },
            {
              head: "Actions",
              render: (key) =>
                key.state === "revoked" ? (
                  ""
                ) : (
                  <Button weight="danger" aria-label={`Revoke ${key.name}`} onClick={() => show({ revoke: key.id })}>
                    Revoke
                  </Button>
                ),
            },
          ]}
        />
      )}
      <Section
        title="Projects"
        note="A project owns traffic: it says how long rows are kept, and what is taken out of bodies before they are stored."
      >
        <Projects
          open={dialog === "new-project" ? { project: null } : project === undefined ? null : { project }}
          onOpen={(name) => show(name === null ? { dialog: "new-project" } : { project: name })}
          onClose={() => show({})}
        />
      </Section>
      {may && dialog === "new-key" && <NewKeyDialog onClose={() => show({})} />}
      {may && revoking !== undefined && <RevokeDialog of={revoking} onClose={() => show({})} />}
    </Page>
  );
}
