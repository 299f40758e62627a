import { useQuery } from "@tanstack/react-query";
import type { HumanLabel } from "../../../../judging/human-labels.ts";
import { labelsQuery, useLabelling } from "../../../api/labels.ts";
import { useMay } from "../../../api/may.ts";
import { sessionQuery } from "../../../api/session.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Button } from "../../../parts/button.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";

const CHOICES = [
  ["worse", "The original is better"],
  ["equivalent", "Equally good"],
  ["better", "The replay is better"],
] as const;
const TONES = { better: "good", worse: "bad", equivalent: "neutral" } as const;

/** What people say of a pair, and what you do. */
export function PairLabel({ experiment, request }: { readonly experiment: string; readonly request: string }) {
  const labels = useQuery(labelsQuery(experiment));
  const session = useQuery(sessionQuery);
  const labelling = useLabelling(experiment);
  const edits = useMay("editor");
  const here = (labels.data ?? []).filter(({ request_id: id }) => id === request);
  const mine = here.find(({ who }) => who === session.data?.name);
  return (
    <Section
      title="What people say"
      note="Here both sides are named. Labels are fairer where they are not: the Judge tab asks for them blind."
    >
      {labels.isError && <ProblemNotice error={labels.error} retry={() => void labels.refetch()} />}
      <ul className="mb-2 flex flex-col gap-1 text-sm">
        {here.map((label) => (
          <Label key={label.who} label={label} />
        ))}
        {labels.isSuccess && here.length === 0 && <li className="text-soft">Nobody has said anything of it.</li>}
      </ul>
      {edits && (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">Which answer is better?</legend>
          {CHOICES.map(([verdict, label]) => (
            <Button
              key={verdict}
              aria-pressed={mine?.verdict === verdict}
              weight={mine?.verdict === verdict ? "primary" : "plain"}
              busy={labelling.isPending && labelling.variables.verdict === verdict}
              onClick={() => labelling.mutate({ request_id: request, verdict })}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      )}
      {labelling.isError && <ProblemNotice error={labelling.error} />}
    </Section>
  );
}

function Label({ label: { who, verdict } }: { readonly label: HumanLabel }) {
  return (
    <li className="flex flex-wrap items-center gap-2">
      <Badge tone={TONES[verdict]}>{verdict}</Badge> {who}
    </li>
  );
}
