import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { pairingQuery, pairingsQuery, type ShadowRun } from "../../../api/shadow.ts";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { useKeys } from "../../../shell/keys.ts";
import type { ContractCount } from "../../../../shadow/by-contract.ts";
import { PairFilter } from "./pair-filter.tsx";
import { PairList } from "./pair-list.tsx";
import { PairView } from "./pair-view.tsx";
import { SHOWN_PAIRS } from "./shown-pairs.ts";

const route = getRouteApi("/shadow/runs/$id");

/** Pairs of a run: a list that j and k go through, and the one that is open beside it. */
export function PairsSection({ run }: { readonly run: ShadowRun & { readonly contracts: readonly ContractCount[] } }) {
  const { show = "", contract, pair } = route.useSearch();
  const navigate = route.useNavigate();
  const query = SHOWN_PAIRS.find(({ value }) => value === show)?.query;
  const listed = useInfiniteQuery(pairingsQuery(run.id, { ...query, contract }, run.finished_at === null));
  const pairs = useMemo(() => listed.data?.pages.flatMap(({ comparisons }) => comparisons) ?? [], [listed.data]);
  // What the address says; else the first of the list.
  const open = pair ?? pairs[0]?.number;
  const active = pairs.findIndex(({ number }) => number === open);
  const goTo = (number: number | undefined): void =>
    void navigate({
      search: (before) => ({ ...before, pair: number }),
      replace: true,
      resetScroll: false,
    });
  const move = (by: number): void => goTo(pairs[Math.max(0, Math.min(pairs.length - 1, active + by))]?.number);
  useKeys([
    { key: "j", does: "next pair", run: () => move(1) },
    { key: "k", does: "pair before", run: () => move(-1) },
  ]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = listed;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <PairFilter
        run={run}
        show={show}
        contract={contract}
        onChange={(changes) =>
          void navigate({
            search: (before) => ({ ...before, ...changes, pair: undefined }),
            replace: true,
            resetScroll: false,
          })
        }
      />
      {listed.isPending && <Skeleton lines={8} />}
      {listed.isError && <ProblemNotice error={listed.error} retry={() => void listed.refetch()} />}
      {listed.isSuccess && pairs.length === 0 && (
        <EmptyState title="No pair of this run fits">Choose another result or contract above.</EmptyState>
      )}
      <div className="grid gap-5 lg:grid-cols-[27rem_minmax(0,1fr)]">
        {pairs.length > 0 && (
          <PairList pairs={pairs} active={active} onOpen={({ number }) => goTo(number)} onEnd={onEnd} />
        )}
        {open !== undefined && <Opened run={run.id} number={open} listed={pairs[active]} />}
      </div>
    </>
  );
}

/** A pair of the list, or one that only its address knows. */
function Opened({
  run,
  number,
  listed,
}: {
  readonly run: string;
  readonly number: number;
  readonly listed: Parameters<typeof PairView>[0]["pair"] | undefined;
}) {
  const asked = useQuery({ ...pairingQuery(run, number), enabled: listed === undefined });
  const pair = listed ?? asked.data;
  if (pair != null) return <PairView key={pair.number} pair={pair} />;
  if (asked.isError) return <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />;
  if (asked.isPending) return <Skeleton lines={8} />;
  return <EmptyState title={`There is no pair ${number} in this run`}>Choose one of the list.</EmptyState>;
}
