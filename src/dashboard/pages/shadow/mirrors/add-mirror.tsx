import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { endpointsQuery } from "../../../api/endpoints.ts";
import { addMirror } from "../../../api/mirrors.ts";
import type { ReadPack } from "../../../api/packs.ts";
import { problemOf } from "../../../api/problem.ts";
import { projectsQuery } from "../../../api/projects.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { TextField } from "../../../parts/field.tsx";
import { OfferedNames } from "../../../parts/offered-names.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { CandidateChoice } from "./candidate-choice.tsx";
import { PackChoice } from "./pack-choice.tsx";
import { bodyOf, draftField, EMPTY_DRAFT, mistakesOf, type MirrorDraft } from "./mirror-draft.ts";

type Typed = Exclude<keyof MirrorDraft, "kind" | "policy" | "written" | "name">;

interface DraftField {
  readonly name: Typed;
  readonly label: string;
  readonly hint?: string;
  readonly number?: true;
  readonly list?: string;
}

const FIELDS: readonly DraftField[] = [
  { name: "project", label: "Project", list: "mirror-projects" },
  { name: "endpoint", label: "Endpoint", hint: "Left empty: all of the project's traffic.", list: "mirror-endpoints" },
  { name: "share", label: "Share of the requests (%)", number: true },
  { name: "max_usd_per_day", label: "At most a day (USD)", hint: "UTC days.", number: true },
  { name: "timeout_s", label: "Time for an answer (s)", number: true },
  { name: "concurrency", label: "Requests at a time", number: true },
];

/** A mirror is asked for; it begins with the next request. */
export function AddMirror({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const projects = useQuery(projectsQuery);
  const endpoints = useQuery(endpointsQuery);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [pack, setPack] = useState<ReadPack | null>(null);
  const [tried, setTried] = useState(false);
  const added = useMutation({
    mutationFn: () => addMirror(bodyOf(draft, pack)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["mirrors"] });
      onClose();
    },
  });
  const mistakes = useMemo(() => mistakesOf(draft), [draft]);
  const problem = added.isError ? problemOf(added.error) : null;
  const refused = draftField(problem?.field ?? null, draft.kind);
  const wrong = {
    ...(problem === null || refused === null ? {} : { [refused]: problem.message }),
    ...(tried ? mistakes : {}),
  };
  const change = (next: Partial<MirrorDraft>): void => {
    added.reset();
    setDraft((before) => ({ ...before, ...next }));
  };
  const inProject = (endpoints.data ?? []).filter(({ project }) => project === draft.project.trim());
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a mirror"
      description="The candidate is asked what callers ask, after they have their answer. It is really asked, and paid, up to the sum a day."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (Object.keys(mistakes).length === 0) added.mutate();
        }}
      >
        <CandidateChoice draft={draft} mistakes={wrong} onChange={change} />
        <div className="grid gap-3 sm:grid-cols-2">
          {FIELDS.map(({ name, label, hint, number, list }) => (
            <TextField
              key={name}
              label={label}
              hint={hint}
              list={list}
              inputMode={number === true ? "decimal" : "text"}
              value={draft[name]}
              error={wrong[name]}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          ))}
        </div>
        <OfferedNames id="mirror-projects" names={(projects.data ?? []).map(({ name }) => name)} />
        <OfferedNames id="mirror-endpoints" names={inProject.map(({ name }) => name)} />
        <PackChoice pack={pack} onPack={setPack} />
        {added.isError && <ProblemNotice error={added.error} />}
        <div className="flex gap-2">
          <Button type="submit" weight="primary" busy={added.isPending}>
            Add the mirror
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
