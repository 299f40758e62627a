import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { filterWords, type LogFilter } from "./filters.ts";

interface View {
  readonly name: string;
  readonly filter: LogFilter;
}

const KEY = "understudy.log-views";

/** Views kept in this browser; none where what is kept cannot be read. */
function kept(): readonly View[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found)
      ? (found as View[]).filter(({ name, filter }) => typeof name === "string" && typeof filter === "object")
      : [];
  } catch {
    return [];
  }
}

/** Filters under a name: pick one, or give the one in force a name. They stay in this browser; a link carries a filter elsewhere. */
export function SavedViews({
  filter,
  onPick,
}: {
  readonly filter: LogFilter;
  readonly onPick: (filter: LogFilter) => void;
}) {
  const [views, setViews] = useState(kept);
  const [naming, setNaming] = useState<string | null>(null);
  const store = (next: readonly View[]): void => {
    localStorage.setItem(KEY, JSON.stringify(next));
    setViews(next);
  };
  const words = filterWords(filter).map(({ text }) => text);
  return (
    <>
      {views.length > 0 && (
        <select
          aria-label="Saved views"
          value=""
          className="min-h-9 rounded-md border border-strong-rule bg-raised px-2 text-sm"
          onChange={({ target }) => {
            const view = views.find(({ name }) => name === target.value);
            if (view !== undefined) onPick(view.filter);
          }}
        >
          <option value="">Saved views …</option>
          {views.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <Button disabled={words.length === 0} onClick={() => setNaming(words.join(", "))}>
        Save view
      </Button>
      <Dialog open={naming !== null} onClose={() => setNaming(null)} title="Save this view">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            const name = (naming ?? "").trim();
            store([...views.filter((one) => one.name !== name), { name, filter }]);
            setNaming(null);
          }}
        >
          <TextField label="Name" required value={naming ?? ""} onChange={({ target }) => setNaming(target.value)} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" weight="primary">
              Save
            </Button>
            {views.map(({ name }) => (
              <Button key={name} weight="quiet" onClick={() => store(views.filter((one) => one.name !== name))}>
                Delete “{name}”
              </Button>
            ))}
          </div>
        </form>
      </Dialog>
    </>
  );
}
