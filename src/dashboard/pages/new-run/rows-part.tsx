import { useId, useState } from "react";
import { thousands } from "../../../core/counts.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { formMistakes } from "./asked.ts";
import { FilterOffers, isOffered } from "./filter-offers.tsx";
import { FILTERS, type ChangeForm, type RunForm } from "./form-names.ts";
import { useRowCount } from "./row-count.ts";

/** Filters that are always in view. */
const FIRST = 4;

const WINDOW_OPTIONS = [
  { value: "7d", label: "last 7 days" },
  { value: "14d", label: "last 14 days" },
  { value: "30d", label: "last 30 days" },
  { value: "custom", label: "from … to …" },
];

/** Which rows of the log: a window and filters, and how many that are. */
export function RowsPart({
  form,
  settled,
  onChange,
}: {
  readonly form: RunForm;
  readonly settled: RunForm;
  readonly onChange: ChangeForm;
}) {
  const [more, setMore] = useState(FILTERS.slice(FIRST).some(({ name }) => form[name] !== undefined));
  const id = useId();
  const mistakes = formMistakes(form);
  const custom = form.window === "custom";
  return (
    <Section title="1. Requests">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        <div className="col-span-2 lg:col-span-1">
          <SelectField
            label="Window"
            options={WINDOW_OPTIONS}
            value={form.window ?? "7d"}
            onChange={({ target }) => onChange({ window: target.value })}
          />
        </div>
        {custom ? (
          (["from", "to"] as const).map((name) => (
            <TextField
              key={name}
              label={name === "from" ? "From (UTC)" : "To (UTC)"}
              placeholder={name === "from" ? "2026-03-01T09:00" : "2026-03-02"}
              value={form[name] ?? ""}
              error={mistakes[name]}
              onChange={({ target }) => onChange({ [name]: target.value })}
            />
          ))
        ) : (
          <label className="col-span-2 flex items-center gap-2 self-end pb-1.5 text-sm lg:col-span-1">
            <input
              type="checkbox"
              className="size-6 shrink-0"
              checked={form.newest === "true"}
              onChange={({ target }) => onChange({ newest: target.checked ? "true" : undefined })}
            />
            back from the newest row instead of from now
          </label>
        )}
        {FILTERS.slice(0, more ? FILTERS.length : FIRST).map(({ name, label, placeholder }) => (
          <TextField
            key={name}
            label={label}
            placeholder={placeholder}
            list={isOffered(name) ? `${id}-${name}` : undefined}
            autoComplete="off"
            value={form[name] ?? ""}
            error={mistakes[name]}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        ))}
        <FilterOffers id={id} />
        <Button
          weight="quiet"
          className="self-end justify-self-start"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {more ? "Fewer filters" : "More filters"}
        </Button>
      </div>
      <Count form={settled} onChange={onChange} />
    </Section>
  );
}

function Count({ form, onChange }: { readonly form: RunForm; readonly onChange: ChangeForm }) {
  const rows = useRowCount(form);
  if (rows.isError) return <ProblemNotice error={rows.error} retry={() => void rows.refetch()} />;
  if (rows.data === 0 && !rows.isPlaceholderData)
    return (
      <div className="mt-3">
        <EmptyState title="No request is in this window" command="understudy import logs.jsonl">
          {form.newest === "true" || form.window === "custom" ? (
            "Widen the window, or remove a filter."
          ) : (
            <Button onClick={() => onChange({ newest: "true" })}>Count back from the newest row</Button>
          )}
        </EmptyState>
      </div>
    );
  return (
    <p className="mt-3 text-sm" aria-live="polite">
      {rows.data === undefined ? (
        <span className="text-soft">Counting …</span>
      ) : (
        <>
          <strong className="tabular-nums">{thousands(rows.data)}</strong> logged requests are in this window.
        </>
      )}
    </p>
  );
}
