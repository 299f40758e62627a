import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { shadowPairsQuery } from "../../api/shadow.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useKeys } from "../../shell/keys.ts";
import { PairTable } from "./pair-table.tsx";
import { ShadowPlaces } from "./places.tsx";
import { VerdictChoice } from "./verdict-choice.tsx";
import { WindowChoice } from "./window-choice.tsx";

const route = getRouteApi("/shadow");

const RUN_ONE =
  "understudy shadow --pack packs/support --provider openai --model gpt-4o-mini --shadow-provider anthropic --shadow-model claude-sonnet-4-5";

/** Who could take whose place, and what to do about it. */
export function OverviewPage() {
  const search = route.useSearch();
  const change = route.useNavigate();
  const navigate = useNavigate();
  const found = useQuery(shadowPairsQuery(search));
  const [active, setActive] = useState(-1);
  const { verdict, project, endpoint, primary, candidate, ...window } = search;
  const scope = [
    ["project", project],
    ["endpoint", endpoint],
    ["primary", primary],
    ["candidate", candidate],
  ] as const;
  const pairs = found.data?.pairs ?? [];
  const move = (by: number): void => setActive(Math.max(0, Math.min(pairs.length - 1, active + by)));
  useKeys([
    { key: "j", does: "next pair", run: () => move(1) },
    { key: "k", does: "pair before", run: () => move(-1) },
    {
      key: "Enter",
      does: "open the pair",
      run: () => {
        const chosen = pairs[active];
        if (chosen !== undefined) void navigate({ to: "/shadow/pairs/$id", params: { id: chosen.id }, search: window });
      },
    },
  ]);
  return (
    <Page
      title="Shadow"
      lead="Two were asked the same. Each primary, with the shadow that might take its place, judged over all pairs of a window."
    >
      <ShadowPlaces />
      <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-3">
        <WindowChoice
          window={window}
          onChange={(changes) => void change({ search: (before) => ({ ...before, ...changes }), replace: true })}
        />
        {found.data !== undefined && (
          <VerdictChoice
            counts={found.data.verdicts}
            chosen={verdict}
            onChoose={(one) => {
              setActive(-1);
              void change({ search: (before) => ({ ...before, verdict: one }), replace: true });
            }}
          />
        )}
      </div>
      {scope.some(([, value]) => value !== undefined) && (
        <ul aria-label="Filters in force" className="mb-3 flex flex-wrap gap-1.5">
          {scope.map(
            ([name, value]) =>
              value !== undefined && (
                <li key={name}>
                  <Button
                    onClick={() =>
                      void change({ search: (before) => ({ ...before, [name]: undefined }), replace: true })
                    }
                  >
                    {name}: {value} <span aria-hidden>×</span>
                    <span className="sr-only">, remove</span>
                  </Button>
                </li>
              ),
          )}
        </ul>
      )}
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && pairs.length > 0 && <PairTable pairs={pairs} window={window} active={active} />}
      {found.isSuccess && pairs.length === 0 && (
        <NoPairs verdict={Object.values(found.data.verdicts).some((count) => count > 0) ? verdict : undefined} />
      )}
    </Page>
  );
}

function NoPairs({ verdict }: { readonly verdict: string | undefined }) {
  if (verdict !== undefined)
    return (
      <EmptyState title={`No pair of this window is ${verdict.replaceAll("_", " ")}`}>
        Choose another verdict above, or a longer window.
      </EmptyState>
    );
  return (
    <EmptyState title="No shadow run in this window" command={RUN_ONE}>
      A shadow run asks two models the same contracts; a mirror asks a candidate what live traffic asks. Choose a longer
      window if there were some before.
    </EmptyState>
  );
}
