import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { addMirror } from "../../../api/mirrors.ts";
import { problemOf } from "../../../api/problem.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { TextField } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { bodyOf, draftField, EMPTY_DRAFT, mistakesOf, type MirrorDraft } from "./mirror-draft.ts";

interface DraftField {
  readonly name: keyof MirrorDraft;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly number?: true;
  readonly wide?: true;
}

const FIELDS: readonly DraftField[] = [
  {
    name: "policy",
    label: "Candidate",
    hint: "The name of a config, or single:MODEL:PROVIDER.",
    placeholder: "single:gpt-4o-mini:openai",
    wide: true,
  },
  { name: "project", label: "Project" },
  { name: "endpoint", label: "Endpoint", hint: "Left empty: all of the project's traffic." },
  { name: "share", label: "Share of the requests (%)", number: true },
  { name: "max_usd_per_day", label: "At most a day (USD)", hint: "UTC days.", number: true },
  { name: "timeout_s", label: "Time for an answer (s)", number: true },
  { name: "concurrency", label: "Requests at a time", number: true },
];

/** A mirror is asked for; it begins with the next request. */
export function AddMirror({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const added = useMutation({
    mutationFn: () => addMirror(bodyOf(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["mirrors"] });
      onClose();
    },
  });
  const mistakes = mistakesOf(draft);
  const problem = added.isError ? problemOf(added.error) : null;
  const refused = draftField(problem?.field ?? null);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a mirror"
      description="The candidate is asked what callers ask, after they have their answer. It is really asked, and paid, up to the sum a day."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(mistakes).length === 0) added.mutate();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          {FIELDS.map(({ name, label, hint, placeholder, number, wide }) => (
            <div key={name} className={wide === true ? "sm:col-span-2" : ""}>
              <TextField
                label={label}
                hint={hint}
                placeholder={placeholder}
                inputMode={number === true ? "decimal" : "text"}
                value={draft[name]}
                error={(tried ? mistakes[name] : undefined) ?? (refused === name ? problem?.message : undefined)}
                onChange={({ target }) => {
                  added.reset();
                  setDraft({ ...draft, [name]: target.value });
                }}
              />
            </div>
          ))}
        </div>
        {added.isError && <ProblemNotice error={added.error} />}
        <div className="mt-4 flex gap-2">
          <Button type="submit" weight="primary" busy={added.isPending}>
            Add the mirror
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
