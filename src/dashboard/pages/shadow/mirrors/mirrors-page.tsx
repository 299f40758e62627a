import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { mirrorsQuery } from "../../../api/mirrors.ts";
import { sessionQuery } from "../../../api/session.ts";
import { Button } from "../../../parts/button.tsx";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Page } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { ShadowPlaces } from "../places.tsx";
import { AddMirror } from "./add-mirror.tsx";
import { MirrorCard } from "./mirror-card.tsx";
import { RemoveMirror } from "./remove-mirror.tsx";

const route = getRouteApi("/shadow/mirrors");

const ADD_ONE =
  "understudy shadow mirror add --policy single:gpt-4o-mini:openai --share 5% --max-usd-per-day 5 --pack packs/support";

/** Shares of live traffic that a candidate is asked as well. */
export function MirrorsPage() {
  const { add, remove } = route.useSearch();
  const navigate = route.useNavigate();
  const session = useQuery(sessionQuery);
  const found = useQuery(mirrorsQuery);
  const may = session.data?.role === "admin" || session.data?.role === "editor";
  const mirrors = found.data ?? [];
  const close = (): void => void navigate({ search: {} });
  const removing = mirrors.find(({ id }) => id === remove);
  return (
    <Page
      title="Mirrors"
      lead="A mirror asks a candidate what callers ask, once they have their answer: a share of live traffic, up to a sum a day. Callers notice nothing."
      actions={
        may && (
          <Button weight="primary" onClick={() => void navigate({ search: { add: "mirror" } })}>
            Add a mirror
          </Button>
        )
      }
    >
      <ShadowPlaces />
      {found.isPending && <Skeleton lines={6} />}
      {found.isError && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && mirrors.length === 0 && (
        <EmptyState title="No mirror yet" command={ADD_ONE}>
          Its candidate is a config, a model or a policy written here; with a pack, answers are held against its
          contracts.
        </EmptyState>
      )}
      <ul className="grid gap-3 xl:grid-cols-2" aria-label="Mirrors">
        {mirrors.map((mirror) => (
          <li key={mirror.id} className="min-w-0">
            <MirrorCard mirror={mirror} may={may} onRemove={() => void navigate({ search: { remove: mirror.id } })} />
          </li>
        ))}
      </ul>
      {may && add !== undefined && <AddMirror onClose={close} />}
      {may && removing !== undefined && <RemoveMirror mirror={removing} onClose={close} />}
    </Page>
  );
}
