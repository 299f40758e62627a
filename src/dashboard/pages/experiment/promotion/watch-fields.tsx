import { SelectField, TextField } from "../../../parts/field.tsx";
import type { WatchDraft } from "./promotion-draft.ts";

const LENGTHS = [
  { value: "1h", label: "for an hour" },
  { value: "6h", label: "for 6 hours" },
  { value: "24h", label: "for a day" },
  { value: "7d", label: "for a week" },
];
const AFTER = [
  { value: "rollback", label: "roll back, and say so" },
  { value: "", label: "say so" },
];

/** What the candidate is held to once it serves, and what happens where it surely exceeds a limit. @param wrong what is wrong with which field */
export function WatchFields({
  draft,
  wrong,
  onChange,
}: {
  readonly draft: WatchDraft;
  readonly wrong: { readonly field: string; readonly message: string } | null;
  readonly onChange: (draft: WatchDraft) => void;
}) {
  const error = (field: keyof WatchDraft): string | null => (wrong?.field === field ? wrong.message : null);
  const number = { type: "number", min: "0", step: "any" } as const;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Watch it"
        options={LENGTHS}
        value={draft.lasts}
        error={error("lasts")}
        onChange={({ target }) => onChange({ ...draft, lasts: target.value })}
      />
      <SelectField
        label="Where a limit is surely exceeded"
        options={AFTER}
        value={draft.back ? "rollback" : ""}
        onChange={({ target }) => onChange({ ...draft, back: target.value !== "" })}
      />
      <TextField
        {...number}
        label="Errors, at most percent of requests"
        value={draft.errors}
        error={error("errors")}
        onChange={({ target }) => onChange({ ...draft, errors: target.value })}
      />
      <TextField
        {...number}
        label="95th percentile of latency, at most ms"
        placeholder="no limit"
        value={draft.p95}
        error={error("p95")}
        onChange={({ target }) => onChange({ ...draft, p95: target.value })}
      />
      <TextField
        {...number}
        label="Cost of a request, at most USD"
        placeholder="no limit"
        value={draft.cost}
        error={error("cost")}
        onChange={({ target }) => onChange({ ...draft, cost: target.value })}
      />
    </div>
  );
}
