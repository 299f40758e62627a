import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { setEndpoint, type Endpoint } from "../../api/endpoints.ts";
import { projectsQuery } from "../../api/projects.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { readYaml, yamlOf } from "../../parts/policy/policy-text.ts";
import { checkedDefinition } from "../../parts/policy/endpoint-definition.ts";

const FIRST = "system_prompt: Answer in one sentence.\npolicy: gpt-4o-mini:openai\n";

/** The next version of an endpoint, or a new one, written as YAML; it is in force as soon as it is stored. */
export function NewVersion({
  of,
  onClose,
  onStored,
}: {
  readonly of: Endpoint | null;
  readonly onClose: () => void;
  readonly onStored: (endpoint: Endpoint) => void;
}) {
  const client = useQueryClient();
  const projects = useQuery(projectsQuery);
  const [name, setName] = useState(of?.name ?? "");
  const [project, setProject] = useState(of?.project ?? "default");
  const [note, setNote] = useState("");
  const [text, setText] = useState(() => (of === null ? FIRST : yamlOf(of.definition)));
  const { value, mistakes } = useMemo(() => readYaml(text, checkedDefinition), [text]);
  const storing = useMutation({
    mutationFn: () => setEndpoint({ project, name: name.trim() }, value ?? {}, note.trim() === "" ? null : note.trim()),
    onSuccess: async (stored) => {
      await client.invalidateQueries({ queryKey: ["endpoints"] });
      void client.invalidateQueries({ queryKey: ["audit"] });
      onClose();
      onStored(stored);
    },
  });
  const names = new Set([project, ...(projects.data ?? []).map((one) => one.name)]);
  return (
    <Dialog open onClose={onClose} shape="drawer" title={of === null ? "New endpoint" : `Next version of ${of.name}`}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          storing.mutate();
        }}
      >
        {of === null && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField label="Name" required value={name} onChange={({ target }) => setName(target.value)} />
            <SelectField
              label="Project"
              options={[...names].map((one) => ({ value: one, label: one }))}
              value={project}
              onChange={({ target }) => setProject(target.value)}
            />
          </div>
        )}
        <TextField
          label="Why"
          hint="A note for whoever reads the versions later."
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <p className="text-sm font-medium">Definition</p>
        <CodeEditor
          label="Definition, as YAML or JSON"
          language="yaml"
          value={text}
          onChange={setText}
          check={(next) => readYaml(next, checkedDefinition).mistakes}
        />
        {mistakes.map(({ message }) => (
          <p key={message} className="text-sm text-bad">
            {message}
          </p>
        ))}
        <p className="text-sm text-soft">It serves from the next request on.</p>
        {storing.isError && <ProblemNotice error={storing.error} />}
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
      </form>
    </Dialog>
  );
}
