import { TextField } from "../../../parts/field.tsx";
import { Button } from "../../../parts/button.tsx";
import { SHARES, type PromotionDraft } from "./promotion-draft.ts";

/** All requests at once, or a share of them as an arm of a split. @param splits whether the candidate can have a share */
export function ShareFields({
  draft,
  splits,
  error,
  onChange,
}: {
  readonly draft: PromotionDraft;
  readonly splits: boolean;
  readonly error: string | null;
  readonly onChange: (draft: PromotionDraft) => void;
}) {
  if (!splits)
    return (
      <p className="text-sm text-soft">
        The candidate is an endpoint version: it serves all requests or none, so that it has no share. Watch it.
      </p>
    );
  return (
    <fieldset className="flex flex-col gap-2 text-sm">
      <legend className="mb-1 font-medium">How much of it</legend>
      {[false, true].map((all) => (
        <label key={String(all)} className="flex min-h-[24px] items-center gap-2">
          <input
            type="radio"
            name="share"
            checked={draft.all === all}
            onChange={() => onChange({ ...draft, all })}
            className="size-4 shrink-0 accent-accent"
          />
          {all ? "All requests at once: the candidate serves alone" : "A share: an A/B split with what serves now"}
        </label>
      ))}
      {!draft.all && (
        <div className="flex flex-wrap items-end gap-2">
          <div className="w-48">
            <TextField
              label="Percent of the requests"
              type="number"
              min="0"
              max="100"
              step="any"
              value={draft.percent}
              error={error}
              onChange={({ target }) => onChange({ ...draft, percent: target.value })}
            />
          </div>
          <div className="flex flex-wrap gap-1" role="group" aria-label="Usual shares">
            {SHARES.filter((share) => share < 100).map((share) => (
              <Button
                key={share}
                aria-pressed={draft.percent === String(share)}
                className={draft.percent === String(share) ? "border-accent! text-accent!" : ""}
                onClick={() => onChange({ ...draft, percent: String(share) })}
              >
                {share} %
              </Button>
            ))}
          </div>
        </div>
      )}
    </fieldset>
  );
}
