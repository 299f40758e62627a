import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { BUCKETS, type Bucket } from "../../../../compare/bucket.ts";
import type { PairView } from "../../../../experiments/pair-view.ts";
import { pairsQuery } from "../../../api/experiments.ts";
import { Button } from "../../../parts/button.tsx";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { SelectField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { useKeys } from "../../../shell/keys.ts";
import { PairDetail } from "./pair-detail.tsx";

const route = getRouteApi("/experiments/$id");
const FIRST = 100;
const MOST = 1_000;

/** Pairs one by one, the least alike first; `pair=N` in the address opens the Nth of the sampling order. */
export function PairsView({ id }: { readonly id: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const bucket = BUCKETS.find((one) => one === search.bucket) ?? null;
  const few = useQuery(pairsQuery(id, bucket, FIRST));
  const ordinal = search.pair === undefined ? null : Number(search.pair);
  const missing = few.data?.length === FIRST && ordinal !== null && !few.data.some((one) => one.ordinal === ordinal);
  // A link may point beyond the first of them, and says which request it means where it knows.
  const { request = null } = search;
  const meant = useQuery({ ...pairsQuery(id, null, 1, request), enabled: missing && request !== null });
  const many = useQuery({ ...pairsQuery(id, bucket, MOST), enabled: missing && request === null });
  const pairs = (missing ? many.data : few.data) ?? few.data ?? [];
  const at = ordinal === null ? 0 : pairs.findIndex((one) => one.ordinal === ordinal);
  const open = (to: number): void => {
    const pair = pairs[Math.max(0, Math.min(pairs.length - 1, to))];
    if (pair !== undefined)
      void navigate({ search: { ...search, pair: String(pair.ordinal), request: undefined }, replace: true });
  };
  useKeys([
    { key: "j", does: "next pair", run: () => open(at + 1) },
    { key: "k", does: "pair before", run: () => open(at - 1) },
  ]);
  const shown = pairs[at] ?? (missing ? meant.data?.find((one) => one.ordinal === ordinal) : undefined);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <div className="w-48">
          <SelectField
            label="Bucket"
            options={[{ value: "", label: "all" }, ...BUCKETS.map((value) => ({ value, label: value }))]}
            value={bucket ?? ""}
            onChange={({ target }) =>
              void navigate({
                search: { tab: "pairs", ...(target.value === "" ? {} : { bucket: target.value as Bucket }) },
                replace: true,
              })
            }
          />
        </div>
        <Button disabled={at <= 0} onClick={() => open(at - 1)}>
          Before (k)
        </Button>
        <Button disabled={at < 0 || at >= pairs.length - 1} onClick={() => open(at + 1)}>
          Next (j)
        </Button>
      </div>
      {few.isPending && <Skeleton lines={6} label="Comparing pairs" />}
      {few.isError && <ProblemNotice error={few.error} retry={() => void few.refetch()} />}
      {few.isSuccess && pairs.length === 0 && (
        <EmptyState title="No pair to read">
          {bucket === null ? "None has come back yet." : `None is in the bucket ${bucket}.`}
        </EmptyState>
      )}
      {pairs.length > 0 && (
        <div className="grid gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
          <PairList pairs={pairs} current={shown?.ordinal ?? null} onOpen={open} />
          {shown !== undefined ? (
            <PairDetail key={shown.ordinal} experiment={id} pair={shown} />
          ) : missing && (request === null ? many : meant).isPending ? (
            <Skeleton lines={6} label="Looking for the pair" />
          ) : (
            <EmptyState title={`Pair ${search.pair ?? ""} is not among these`}>
              <Button onClick={() => open(0)}>Show the first</Button>
            </EmptyState>
          )}
        </div>
      )}
    </>
  );
}

function PairList({
  pairs,
  current,
  onOpen,
}: {
  readonly pairs: readonly PairView[];
  readonly current: number | null;
  readonly onOpen: (at: number) => void;
}) {
  return (
    <nav
      aria-label="Pairs, the least alike first"
      className="max-h-[40vh] overflow-y-auto rounded-md border border-rule lg:max-h-[75vh]"
    >
      <ol>
        {pairs.map(({ ordinal, bucket, similarity, replay, class: kind }, at) => (
          <li key={ordinal} className="border-b border-rule last:border-b-0">
            <button
              type="button"
              aria-current={ordinal === current ? "true" : undefined}
              onClick={() => onOpen(at)}
              className="flex w-full flex-wrap items-baseline justify-between gap-x-2 px-2 py-1.5 text-left text-sm hover:bg-card aria-[current]:bg-accent-soft"
            >
              <span className="font-medium">Pair {ordinal}</span>
              <span className="tabular-nums">
                {similarity === null ? kind.replaceAll("_", " ") : similarity.toFixed(3)}
              </span>
              <span className="w-full truncate text-xs text-soft">
                {bucket ?? "in no bucket"}, {replay.target ?? "nobody"}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
