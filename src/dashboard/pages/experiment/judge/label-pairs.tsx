import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { thousands } from "../../../../core/counts.ts";
import type { JudgeLine } from "../../../api/judge.ts";
import { labelsQuery, toLabelQuery, useLabelling, type PairToLabel, type SaidOfPair } from "../../../api/labels.ts";
import { sessionQuery } from "../../../api/session.ts";
import { Button, buttonLook } from "../../../parts/button.tsx";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { LongText } from "../../../parts/long-text.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Progress } from "../../../parts/progress.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { useKeys } from "../../../shell/keys.ts";
import { promptText } from "../pairs/prompt-text.ts";
import { BlindAnswer } from "./blind-answer.tsx";

const route = getRouteApi("/experiments/$id");

/** Judged pairs one after the other, blind: which answer is better? `label` in the address is the request that is shown, or `next`. */
export function LabelPairs({ experiment, line }: { readonly experiment: string; readonly line: JudgeLine }) {
  const pairs = useQuery(toLabelQuery(line.id));
  const labels = useQuery(labelsQuery(experiment));
  const session = useQuery(sessionQuery);
  const failed = [pairs, labels].find(({ isError }) => isError);
  if (failed !== undefined) return <ProblemNotice error={failed.error} retry={() => void failed.refetch()} />;
  if (pairs.data === undefined || labels.data === undefined || session.data === undefined)
    return <Skeleton lines={8} label="Drawing pairs to label" />;
  const { name } = session.data;
  const mine = new Set(labels.data.filter(({ who }) => who === name).map(({ request_id: id }) => id));
  return <Labelling experiment={experiment} line={line} pairs={pairs.data} mine={mine} />;
}

function Labelling({
  experiment,
  line,
  pairs,
  mine,
}: {
  readonly experiment: string;
  readonly line: JudgeLine;
  readonly pairs: readonly PairToLabel[];
  readonly mine: ReadonlySet<string>;
}) {
  const { label = "next" } = route.useSearch();
  const navigate = route.useNavigate();
  const labelling = useLabelling(experiment);
  const to = (request: string): void =>
    void navigate({ search: (now) => ({ ...now, label: request }), replace: true, resetScroll: false });
  const at = label === "next" ? -1 : pairs.findIndex(({ request_id: id }) => id === label);
  const pair = pairs[at] ?? pairs.find(({ request_id: id }) => !mine.has(id));
  const after = (from: string): string => {
    const place = pairs.findIndex(({ request_id: id }) => id === from);
    const rest = [...pairs.slice(place + 1), ...pairs.slice(0, place)];
    return rest.find(({ request_id: id }) => !mine.has(id))?.request_id ?? "next";
  };
  const say = (verdict: SaidOfPair["verdict"]): void => {
    if (pair === undefined || labelling.isPending) return;
    const { request_id } = pair;
    labelling.mutate({ request_id, verdict }, { onSuccess: () => to(after(request_id)) });
  };
  useKeys([
    { key: "1", does: "answer A is better", run: () => say("A") },
    { key: "2", does: "both are equally good", run: () => say("tie") },
    { key: "3", does: "answer B is better", run: () => say("B") },
    { key: "j", does: "leave this pair out", run: () => pair !== undefined && to(after(pair.request_id)) },
  ]);
  const done = pairs.filter(({ request_id: id }) => mine.has(id)).length;
  const back = (
    <Link from="/experiments/$id" to="." search={{ tab: "judge", judge: line.id }} className={buttonLook()}>
      Back to the judge
    </Link>
  );
  return (
    <section aria-label="Labelling">
      <p className="mb-2 max-w-prose text-sm wrap-anywhere">“{line.rubric.criterion}”</p>
      <Progress done={done} total={pairs.length} label="Labelled by you">
        {back}
      </Progress>
      {labelling.isError && <ProblemNotice error={labelling.error} />}
      {pair === undefined ? (
        <EmptyState title={pairs.length === 0 ? "There is nothing to label" : `You labelled all ${thousands(done)}`}>
          {pairs.length === 0
            ? "This judge has no verdict on any pair yet."
            : "How far the judge agrees with you stands beside its verdicts now."}
        </EmptyState>
      ) : (
        <article aria-label="Pair to label" key={pair.request_id}>
          <Section title="Asked">
            <LongText text={promptText(pair.request)} label="What was asked" />
          </Section>
          <div className="grid gap-4 lg:grid-cols-2">
            <BlindAnswer name="A" answer={pair.a} />
            <BlindAnswer name="B" answer={pair.b} />
          </div>
          <fieldset className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-2 border-t border-rule bg-paper py-3">
            <legend className="sr-only">Which answer is better?</legend>
            <span className="w-full text-sm font-medium sm:w-auto" aria-hidden>
              Which answer is better?
            </span>
            <Button busy={labelling.isPending} onClick={() => say("A")}>
              A (1)
            </Button>
            <Button busy={labelling.isPending} onClick={() => say("tie")}>
              Equally good (2)
            </Button>
            <Button busy={labelling.isPending} onClick={() => say("B")}>
              B (3)
            </Button>
            <Button weight="quiet" onClick={() => to(after(pair.request_id))}>
              Leave it out (j)
            </Button>
          </fieldset>
        </article>
      )}
    </section>
  );
}
