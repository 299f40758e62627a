import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { configsQuery } from "../../../api/configs.ts";
import { TextField } from "../../../parts/field.tsx";
import { OfferedNames } from "../../../parts/offered-names.tsx";
import { PolicyEditor, type PolicyView } from "../../../parts/policy-form/policy-editor.tsx";
import { readPolicy } from "../../../parts/policy/policy-text.ts";
import { PolicyTreeView } from "../../../parts/policy/policy-tree-view.tsx";
import type { DraftMistakes, MirrorDraft } from "./mirror-draft.ts";

const KINDS = [
  ["named", "a config or a model"],
  ["written", "a policy written here"],
] as const;

/** Whom a mirror asks: what stands under a name already, or a policy of its own. */
export function CandidateChoice({
  draft,
  mistakes,
  onChange,
}: {
  readonly draft: MirrorDraft;
  readonly mistakes: DraftMistakes;
  readonly onChange: (change: Partial<MirrorDraft>) => void;
}) {
  const configs = useQuery(configsQuery);
  const names = useMemo(
    () => (configs.data ?? []).map(({ name, version }) => `${name}@${version}`).toReversed(),
    [configs.data],
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">Candidate</legend>
      <div className="flex flex-wrap gap-4 text-sm">
        {KINDS.map(([kind, label]) => (
          <label key={kind} className="flex items-center gap-1.5">
            <input
              className="size-6"
              type="radio"
              name="candidate"
              checked={draft.kind === kind}
              onChange={() => onChange({ kind })}
            />
            {label}
          </label>
        ))}
      </div>
      {draft.kind === "named" ? (
        <>
          <TextField
            label="Candidate's name"
            hint="NAME or NAME@VERSION of a config, or single:MODEL:PROVIDER."
            placeholder="single:gpt-4o-mini:openai"
            list="mirror-configs"
            autoComplete="off"
            value={draft.policy}
            error={mistakes.policy}
            onChange={({ target }) => onChange({ policy: target.value })}
          />
          <OfferedNames id="mirror-configs" names={names} />
        </>
      ) : (
        <Written draft={draft} mistakes={mistakes} onChange={onChange} />
      )}
    </fieldset>
  );
}

function Written({ draft, mistakes, onChange }: Parameters<typeof CandidateChoice>[0]) {
  const { value } = useMemo(() => readPolicy(draft.written), [draft.written]);
  const [view, setView] = useState<PolicyView>("form");
  return (
    <>
      <TextField
        label="What to call it"
        hint="Runs and pairs name the candidate so; left empty, after its strategy."
        value={draft.name}
        onChange={({ target }) => onChange({ name: target.value })}
      />
      <PolicyEditor
        text={draft.written}
        view={view}
        onChange={(change) => {
          if (change.text !== undefined) onChange({ written: change.text });
          setView(change.view ?? view);
        }}
      />
      {mistakes.written !== undefined && <p className="text-sm text-bad">{mistakes.written}</p>}
      {value !== undefined && <PolicyTreeView policy={value} />}
    </>
  );
}
