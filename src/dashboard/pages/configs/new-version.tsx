import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { addConfig, type Config } from "../../api/configs.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { readPolicy, yamlOf } from "../../parts/policy/policy-text.ts";
import { PolicyTreeView } from "../../parts/policy/policy-tree-view.tsx";
import { PolicyEditor, refusalOf, type PolicyView } from "../../parts/policy-form/policy-editor.tsx";
import { problemOf } from "../../api/problem.ts";

const FIRST = "strategy: fallback_chain\ntargets:\n  - gpt-4o-mini:openai\n  - claude-haiku-4-5:anthropic\n";

/** The next version of a config, or a config under a new name, as a form or as YAML or JSON; mistakes are said at their place. */
export function NewVersion({
  of,
  onClose,
  onStored,
}: {
  readonly of: Config | null;
  readonly onClose: () => void;
  readonly onStored: (config: Config) => void;
}) {
  const client = useQueryClient();
  const [name, setName] = useState(of?.name ?? "");
  const [note, setNote] = useState("");
  const [text, setText] = useState(() => (of === null ? FIRST : yamlOf(of.policy)));
  const [view, setView] = useState<PolicyView>("form");
  const { value } = useMemo(() => readPolicy(text), [text]);
  const storing = useMutation({
    mutationFn: (asked: string) =>
      addConfig({ name: name.trim(), policy: readPolicy(asked).value, note: note.trim() === "" ? null : note.trim() }),
    onSuccess: async (stored) => {
      await client.invalidateQueries({ queryKey: ["configs"] });
      void client.invalidateQueries({ queryKey: ["audit"] });
      onClose();
      onStored(stored);
    },
  });
  const problem = storing.isError && storing.variables === text ? problemOf(storing.error) : null;
  const same = storing.data !== undefined && storing.data.version === of?.version;
  return (
    <Dialog open onClose={onClose} shape="drawer" title={of === null ? "New config" : `Next version of ${of.name}`}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          storing.mutate(text);
        }}
      >
        {of === null && (
          <TextField label="Name" required value={name} onChange={({ target }) => setName(target.value)} />
        )}
        <TextField
          label="Why"
          hint="A note for whoever reads the versions later."
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <p className="text-sm font-medium">Policy</p>
        <PolicyEditor
          text={text}
          view={view}
          refusal={refusalOf(problem)}
          onChange={(change) => {
            setText(change.text ?? text);
            setView(change.view ?? view);
          }}
        />
        {storing.isError && <ProblemNotice error={storing.error} />}
        {same && <p className="text-sm text-warn">The newest version says the same already.</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            weight="primary"
            busy={storing.isPending}
            disabled={value === undefined || name.trim() === ""}
          >
            Store {of === null ? "it" : `as version ${of.version + 1}`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
        {value !== undefined && <PolicyTreeView policy={value} />}
      </form>
    </Dialog>
  );
}
