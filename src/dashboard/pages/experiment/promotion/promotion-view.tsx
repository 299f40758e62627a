import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "../../../api/may.ts";
import { promotedQuery, type Promotion } from "../../../api/promotions.ts";
import { watchesQuery } from "../../../api/watches.ts";
import { Button } from "../../../parts/button.tsx";
import { EmptyState } from "../../../parts/empty-state.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Section } from "../../../parts/page.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { OutcomeSection } from "./outcome-section.tsx";
import { PromoteDialog, type Proposed } from "./promote-dialog.tsx";
import { shareText } from "./promotion-draft.ts";
import { PromotedScopeView } from "./promoted-scope-view.tsx";

const FIRST_SHARE = 10;

/** Letting the candidate serve, and what has become of it: where it serves, what it is watched for, the way back, and what it really did. */
export function PromotionView({ id, kind }: { readonly id: string; readonly kind: "policy" | "endpoint" }) {
  const promoted = useQuery(promotedQuery(id));
  const watches = useQuery(watchesQuery(id));
  const edits = useMay("editor");
  const [proposed, setProposed] = useState<Proposed | null>(null);
  const [made, setMade] = useState<Promotion | null>(null);
  const scopes = promoted.data ?? [];
  const serves = scopes.some(({ percent }) => percent > 0);
  // What was said of a promotion holds until something else serves.
  const holds = scopes.some(({ scope, percent }) => scope === made?.scope && percent === made.percent);
  const first = { scope: null, percent: kind === "endpoint" ? 100 : FIRST_SHARE };
  return (
    <>
      <Section title="Promotion">
        {promoted.isPending && <Skeleton lines={4} label="Looking where it serves" />}
        {promoted.isError && <ProblemNotice error={promoted.error} retry={() => void promoted.refetch()} />}
        {made !== null && holds && (
          <p role="status" className="rounded-md border border-good bg-good-soft p-3 text-sm">
            {made.after.config} serves {made.scope}: the candidate has {shareText(made.percent)} from the next request
            on.
          </p>
        )}
        {promoted.isSuccess && scopes.length === 0 && (
          <EmptyState
            title="The candidate has never served live traffic"
            command={`understudy promote ${id} ${kind === "policy" ? "--percent 10 " : ""}--dry-run`}
          >
            Promoting makes it a version of a config, or of an endpoint, and lets it serve: all requests, or a share of
            them. What serves now can be brought back at any time.
          </EmptyState>
        )}
        {scopes.map((one) => (
          <PromotedScopeView
            key={one.scope}
            promoted={one}
            watches={(watches.data ?? []).filter(({ scope }) => scope === one.scope)}
            onPromote={(percent) => setProposed({ scope: one.scope, percent })}
          />
        ))}
        {watches.isError && <ProblemNotice error={watches.error} retry={() => void watches.refetch()} />}
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button
            weight={scopes.length === 0 ? "primary" : "plain"}
            disabled={!edits}
            onClick={() => setProposed(first)}
          >
            {scopes.length === 0 ? "Promote the candidate" : "Promote it elsewhere"}
          </Button>
          {!edits && <span className="text-sm text-soft">Promoting takes a key with the role editor.</span>}
        </div>
      </Section>
      {scopes.length > 0 && <OutcomeSection id={id} serves={serves} />}
      {proposed !== null && (
        <PromoteDialog
          id={id}
          kind={kind}
          proposed={proposed}
          onPromoted={(promotion) => {
            setMade(promotion);
            setProposed(null);
          }}
          onClose={() => setProposed(null)}
        />
      )}
    </>
  );
}
