import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { counted } from "../../../../core/counts.ts";
import { problemOf } from "../../../api/problem.ts";
import {
  promote,
  promotionPreviewQuery,
  scopesQuery,
  servingChanged,
  type Promotion,
  type PromotionPreview,
} from "../../../api/promotions.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { TextField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { useSettled } from "../../../parts/settled.ts";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { onlyScope } from "./only-scope.ts";
import { askedPromotion, fieldProblem, FIRST_WATCH, type PromotionDraft } from "./promotion-draft.ts";
import { PreviewShown, WORDS } from "./promotion-preview.tsx";
import { ScopeField } from "./scope-field.tsx";
import { ShareFields } from "./share-fields.tsx";
import { WatchFields } from "./watch-fields.tsx";

/** With what the dialog opens. */
export interface Proposed {
  /** Null = still to be chosen. */
  readonly scope: string | null;
  readonly percent: number;
}

/** Where the candidate should serve, how much of it, and what it is held to. What would change stands below while it is filled in. */
export function PromoteDialog({
  id,
  kind,
  proposed,
  onPromoted,
  onClose,
}: {
  readonly id: string;
  /** What the candidate is. */
  readonly kind: "policy" | "endpoint";
  readonly proposed: Proposed;
  readonly onPromoted: (promotion: Promotion) => void;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const scopes = useQuery(scopesQuery(id));
  const whole = kind === "endpoint" || proposed.percent === 100;
  const [filled, setDraft] = useState<PromotionDraft>({
    to: proposed.scope ?? "",
    all: whole,
    percent: whole ? "10" : String(proposed.percent),
    control: "",
    arm: "",
    as: "",
    watched: proposed.scope === null,
    watch: FIRST_WATCH,
  });
  const [words, setWords] = useState("");
  const draft = filled.to === "" ? { ...filled, to: onlyScope(scopes.data ?? [], kind) } : filled;
  const asked = askedPromotion(draft);
  const settled = useSettled(JSON.stringify(asked));
  const current = settled === JSON.stringify(asked);
  const preview = useQuery(promotionPreviewQuery(id, JSON.parse(settled) as typeof asked));
  const doing = useMutation({
    mutationFn: ({ promotion, refused }: PromotionPreview) =>
      promote(id, { ...(asked as NonNullable<typeof asked>), force: refused !== null }, promotion.before),
    onSuccess: async (made) => {
      await servingChanged(client);
      onPromoted(made);
    },
    onError: () => void preview.refetch(),
  });
  const change = (to: PromotionDraft): void => {
    doing.reset();
    setDraft(to);
  };
  const refusal = current && preview.isError ? problemOf(preview.error) : null;
  const wrong = refusal === null ? null : fieldProblem(refusal);
  const error = (field: string): string | null => (wrong?.field === field ? wrong.message : null);
  const chosen = scopes.data?.find(({ scope }) => scope === draft.to);
  const seen = current && preview.isSuccess ? preview.data : null;
  const ready = seen !== null && seen.promotion.changed && (seen.refused === null || words.trim() === WORDS);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Promote the candidate"
      description="It serves live traffic from the next request on. Nothing changes before you say so, and a rollback brings back what serves now."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) doing.mutate(seen);
        }}
      >
        {scopes.isPending && <Skeleton lines={2} label="Looking where it may serve" />}
        {scopes.isError && <ProblemNotice error={scopes.error} retry={() => void scopes.refetch()} />}
        {scopes.isSuccess && (
          <ScopeField
            scopes={scopes.data}
            value={draft.to}
            error={error("to")}
            onChange={(to) => change({ ...draft, to })}
          />
        )}
        <ShareFields draft={draft} splits={kind === "policy"} error={error("percent")} onChange={change} />
        {!draft.all && chosen?.serves.from === "default" && (
          <TextField
            label="The other arm"
            hint={`MODEL:PROVIDER or CONFIG@VERSION. Nothing is attached to ${draft.to}; left empty, it is the model that the window’s requests name, if it is one.`}
            error={wrong?.field === "control" ? `${wrong.message}. Name the other arm here.` : null}
            value={draft.control}
            onChange={({ target }) => change({ ...draft, control: target.value })}
          />
        )}
        <label className="flex min-h-[24px] items-center gap-2 text-sm font-medium">
          <input
            type="checkbox"
            checked={draft.watched}
            onChange={({ target }) => change({ ...draft, watched: target.checked })}
            className="size-4 shrink-0 accent-accent"
          />
          Watch what it really serves
        </label>
        {draft.watched && (
          <WatchFields draft={draft.watch} wrong={wrong} onChange={(watch) => change({ ...draft, watch })} />
        )}
        {kind === "policy" && (
          <details className="text-sm">
            <summary className="min-h-[24px] cursor-pointer text-soft">Names</summary>
            <div className="flex flex-col gap-3">
              {!draft.all && (
                <TextField
                  label="Name of the candidate’s arm"
                  hint="Unless given: the experiment’s id and _candidate."
                  value={draft.arm}
                  error={error("arm")}
                  onChange={({ target }) => change({ ...draft, arm: target.value })}
                />
              )}
              <TextField
                label="The config is stored as"
                hint="Unless given: that of what is attached, so that its versions tell the story, else the experiment’s id."
                value={draft.as}
                error={error("as")}
                onChange={({ target }) => change({ ...draft, as: target.value })}
              />
            </div>
          </details>
        )}
        <p role="status" className="sr-only">
          {seen === null ? "" : `What would change is shown. ${counted(seen.promotion.warnings.length, "warning")}.`}
        </p>
        <div className="border-t border-rule pt-3">
          {refusal !== null && wrong === null && <ProblemNotice error={refusal} retry={() => void preview.refetch()} />}
          {asked !== null && refusal === null && seen === null && (
            <Skeleton lines={4} label="Asking what would change" />
          )}
          {asked === null && <p className="text-sm text-soft">What would change stands here once it is filled in.</p>}
          {seen !== null && <PreviewShown preview={seen} words={words} onWords={setWords} />}
        </div>
        {doing.isError && <ProblemNotice error={doing.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button type="submit" weight={seen?.refused ? "danger" : "primary"} busy={doing.isPending} disabled={!ready}>
            Promote
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
