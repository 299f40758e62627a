import { useQuery } from "@tanstack/react-query";
import { auditNamesQuery } from "../../api/audit.ts";
import { Button } from "../../parts/button.tsx";
import { SelectField } from "../../parts/field.tsx";
import { SettlingField } from "../../parts/settling-field.tsx";
import { kindOf, type AuditFilter } from "./filters.ts";

const WINDOWS = [
  { value: "", label: "any time" },
  { value: "1h", label: "last hour" },
  { value: "24h", label: "last 24 hours" },
  { value: "7d", label: "last 7 days" },
  { value: "30d", label: "last 30 days" },
] as const;

type Change = { readonly [name in keyof AuditFilter]?: string | undefined };

/** `any`, what there is, and what the address asks for though there is none of it. */
function choices(any: string, names: readonly string[], chosen: string | undefined) {
  const all = chosen === undefined || names.includes(chosen) ? names : [...names, chosen];
  return [{ value: "", label: any }, ...all.map((name) => ({ value: name, label: name.replaceAll("_", " ") }))];
}

/** What was changed, what was done to it, by whom, when, and what the entry says. */
export function AuditFilters({
  filter,
  onChange,
}: {
  readonly filter: AuditFilter;
  readonly onChange: (change: Change) => void;
}) {
  const names = useQuery(auditNamesQuery);
  const actions = names.data?.actions ?? [];
  const kinds = [...new Set(actions.map(kindOf))];
  const set = (name: keyof AuditFilter) => (value: string) => onChange({ [name]: value === "" ? undefined : value });
  const clear = Object.fromEntries(Object.keys(filter).map((name) => [name, undefined]));
  return (
    <search aria-label="Filter the audit log" className="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-8">
      <div className="col-span-2 sm:col-span-1">
        <SettlingField
          label="Find"
          type="search"
          placeholder="a name, an id …"
          value={filter.text ?? ""}
          onSettle={set("text")}
        />
      </div>
      <SelectField
        label="Kind"
        value={filter.kind ?? ""}
        options={choices("anything", kinds, filter.kind)}
        onChange={({ target }) => onChange({ kind: target.value === "" ? undefined : target.value, action: undefined })}
      />
      <SelectField
        label="Action"
        value={filter.action ?? ""}
        options={choices(
          "any",
          actions.filter((action) => filter.kind === undefined || kindOf(action) === filter.kind),
          filter.action,
        )}
        onChange={({ target }) => set("action")(target.value)}
      />
      <SelectField
        label="Who"
        value={filter.actor ?? ""}
        options={choices("anybody", names.data?.actors ?? [], filter.actor)}
        onChange={({ target }) => set("actor")(target.value)}
      />
      <SelectField
        label="Window"
        value={filter.last ?? ""}
        options={
          WINDOWS.some(({ value }) => value === (filter.last ?? ""))
            ? WINDOWS
            : [...WINDOWS, { value: filter.last ?? "", label: `last ${filter.last}` }]
        }
        onChange={({ target }) =>
          onChange({ last: target.value === "" ? undefined : target.value, from: undefined, to: undefined })
        }
      />
      <SettlingField
        label="From (UTC)"
        placeholder="2026-03-01T09:00"
        value={filter.from ?? ""}
        onSettle={(value) => onChange({ from: value === "" ? undefined : value, last: undefined })}
      />
      <SettlingField
        label="To (UTC)"
        placeholder="2026-03-02"
        value={filter.to ?? ""}
        onSettle={(value) => onChange({ to: value === "" ? undefined : value, last: undefined })}
      />
      {Object.keys(filter).length > 0 && (
        <Button weight="quiet" className="self-end justify-self-start" onClick={() => onChange(clear)}>
          Clear filters
        </Button>
      )}
    </search>
  );
}
