import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { thousands } from "../../../../core/counts.ts";
import { verdictsQuery, type JudgeLine } from "../../../api/judge.ts";
import { Button } from "../../../parts/button.tsx";
import { SelectField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { Verdict } from "./verdict.tsx";

const route = getRouteApi("/experiments/$id");
const AT_ONCE = 20;
const CHOICES = ["", "worse", "equivalent", "better", "unjudged"].map((value) => ({
  value,
  label: value === "" ? "all, the worst first" : value,
}));

/** What the judge said of single pairs, the lowest score or worst verdict first, with its reason in each order. */
export function Verdicts({ line }: { readonly line: JudgeLine }) {
  const { verdict = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const [shown, setShown] = useState(AT_ONCE);
  const asked = line.protocol === "pairwise" ? verdict : "";
  const pairs = useQuery(verdictsQuery(line, asked));
  const found = pairs.data ?? [];
  return (
    <Section title="Pair by pair" note="The lowest-scoring first. Single verdicts have no interval.">
      {line.protocol === "pairwise" && (
        <div className="mb-2 w-56">
          <SelectField
            label="Verdict"
            options={CHOICES}
            value={CHOICES.some(({ value }) => value === verdict) ? verdict : ""}
            onChange={({ target }) =>
              void navigate({
                search: (now) => ({ ...now, verdict: target.value === "" ? undefined : target.value }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </div>
      )}
      {pairs.isPending && <Skeleton lines={3} />}
      {pairs.isError && <ProblemNotice error={pairs.error} retry={() => void pairs.refetch()} />}
      {pairs.data?.length === 0 && <p className="text-sm text-soft">No pair has this verdict.</p>}
      <ol className="flex flex-col gap-2">
        {found.slice(0, shown).map((pair) => (
          <Verdict key={pair.pair} pair={pair} />
        ))}
      </ol>
      {found.length > shown && (
        <Button className="mt-2" onClick={() => setShown(shown + AT_ONCE)}>
          {thousands(Math.min(AT_ONCE, found.length - shown))} more of {thousands(found.length)}
        </Button>
      )}
    </Section>
  );
}
