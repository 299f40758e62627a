import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { isObject } from "../../../core/json.ts";
import { OperatorError } from "../../../core/errors.ts";
import { createProject, setProject, type Project } from "../../api/projects.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { readYaml, yamlOf } from "../../parts/policy/policy-text.ts";

const WEEK = "7";

function rulesOf(value: unknown): Project["redact"] {
  const list = value ?? [];
  if (!Array.isArray(list))
    throw new OperatorError("project_invalid", "expected a list of rules, such as `- kind: pii`");
  for (const [at, rule] of list.entries())
    if (!isObject(rule) || typeof rule["kind"] !== "string")
      throw new OperatorError("project_invalid", "expected a rule with a `kind`", { field: `[${at}]` });
  return list as Project["redact"];
}

/** Settings of a project, or a new one. */
export function ProjectDialog({ of, onClose }: { readonly of: Project | null; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(of?.name ?? "");
  const [days, setDays] = useState(of === null ? WEEK : String(of.retention_days ?? ""));
  const [text, setText] = useState(() => (of === null || of.redact.length === 0 ? "" : yamlOf(of.redact)));
  const { value: redact, mistakes } = useMemo(() => readYaml(text, rulesOf), [text]);
  const saving = useMutation({
    mutationFn: () => {
      const settings = { retention_days: days === "" ? null : Number(days), redact: redact ?? [] };
      return of === null ? createProject(name.trim(), settings) : setProject(of.name, settings);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["projects"] });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={of === null ? "New project" : `Project ${of.name}`}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        {of === null && (
          <TextField label="Name" required value={name} onChange={({ target }) => setName(target.value)} />
        )}
        <TextField
          label="Days that rows are kept"
          hint="Empty: for ever. Older rows of live traffic go soon after this is saved; imports stay."
          type="number"
          min="0.01"
          step="any"
          value={days}
          onChange={({ target }) => setDays(target.value)}
        />
        <p className="text-sm font-medium">Taken out of bodies before they are stored</p>
        <CodeEditor
          label="Redaction rules, as YAML"
          language="yaml"
          value={text}
          onChange={setText}
          check={(next) => readYaml(next, rulesOf).mistakes}
        />
        <p className="text-xs text-soft">
          Guardrail rules, such as <code>- kind: pii</code> or <code>- kind: secrets</code>; what is stored already
          stays as it is.
        </p>
        {mistakes.map(({ message }) => (
          <p key={message} className="text-sm text-bad">
            {message}
          </p>
        ))}
        {saving.isError && <ProblemNotice error={saving.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" weight="primary" busy={saving.isPending} disabled={redact === undefined}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
