import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { SelectField } from "../../parts/field.tsx";
import { SettlingField } from "../../parts/settling-field.tsx";
import { FILTER_FIELDS, filterWords, type FilterName, type LogFilter } from "./filters.ts";

const SLOW_SEARCH_MS = 400;

type Change = (changes: { readonly [name in FilterName]?: string | undefined }) => void;

/** What the log is filtered by: a few controls in view, the rest on demand, and a chip for each one in force. */
export function FilterBar({ filter, onChange }: { readonly filter: LogFilter; readonly onChange: Change }) {
  const chips = filterWords(filter);
  const [more, setMore] = useState(false);
  return (
    <search aria-label="Filter the log" className="mb-3 block">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-6">
        <div className="col-span-2">
          <SettlingField
            label="Find"
            type="search"
            placeholder="model, user, tag, code, id …"
            value={filter.text ?? ""}
            // Looking through messages takes a while: not for every key.
            {...(filter.bodies === "true" ? { after: SLOW_SEARCH_MS } : {})}
            onSettle={(value) => onChange({ text: value === "" ? undefined : value })}
          />
          <label className="mt-1 flex items-center gap-2 text-xs text-soft">
            <input
              type="checkbox"
              className="size-6"
              checked={filter.bodies === "true"}
              onChange={({ target }) => onChange({ bodies: target.checked ? "true" : undefined })}
            />
            in messages and answers too (slower)
          </label>
        </div>
        {FILTER_FIELDS.filter((field) => more || "first" in field).map((field) =>
          field.kind === "choice" ? (
            <SelectField
              key={field.name}
              label={field.label}
              value={filter[field.name] ?? ""}
              onChange={({ target }) => onChange({ [field.name]: target.value === "" ? undefined : target.value })}
              options={[{ value: "", label: "any" }, ...field.choices]}
            />
          ) : (
            <SettlingField
              key={field.name}
              label={field.label}
              value={filter[field.name] ?? ""}
              placeholder={"placeholder" in field ? field.placeholder : undefined}
              inputMode={field.kind === "number" ? "decimal" : "text"}
              onSettle={(value) => onChange({ [field.name]: value === "" ? undefined : value })}
            />
          ),
        )}
        <Button
          weight="quiet"
          className="mt-6 self-start justify-self-start"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          {more ? "Fewer filters" : "More filters"}
        </Button>
      </div>
      {chips.length > 0 && (
        <ul aria-label="Filters in force" className="mt-2 flex flex-wrap gap-1.5">
          {chips.map(({ name, text }) => (
            <li key={name}>
              <button
                type="button"
                className="inline-flex items-center gap-1.5 rounded-full border border-accent bg-accent-soft px-2.5 py-1 text-xs"
                onClick={() =>
                  onChange(name === "text" ? { text: undefined, bodies: undefined } : { [name]: undefined })
                }
              >
                {text} <span aria-hidden>×</span>
                <span className="sr-only">, remove</span>
              </button>
            </li>
          ))}
          <li>
            <Button
              weight="quiet"
              onClick={() => onChange(Object.fromEntries(chips.map(({ name }) => [name, undefined])))}
            >
              Clear all
            </Button>
          </li>
        </ul>
      )}
    </search>
  );
}
