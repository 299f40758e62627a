import { useQuery } from "@tanstack/react-query";
import { configsQuery } from "../../api/configs.ts";
import { endpointsQuery } from "../../api/endpoints.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SelectField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { written } from "../../parts/policy/document-text.ts";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { ChangeForm, RunForm } from "./form-names.ts";

interface Parts {
  readonly form: RunForm;
  readonly onChange: ChangeForm;
}

const PICK = { value: "", label: "pick one" };

/** A version of a config, with what it says; it can be taken into the editor. */
export function ConfigChoice({ form, onChange }: Parts) {
  const configs = useQuery(configsQuery);
  if (configs.isPending) return <Skeleton lines={2} label="Loading configs" />;
  if (configs.isError) return <ProblemNotice error={configs.error} retry={() => void configs.refetch()} />;
  if (configs.data.length === 0)
    return (
      <EmptyState title="No config is stored yet" command="understudy configs add cheaper policy.yaml">
        Or write a policy right here.
      </EmptyState>
    );
  const newestFirst = configs.data.toSorted((a, b) => a.name.localeCompare(b.name) || b.version - a.version);
  const chosen = configs.data.find(({ name, version }) => `${name}@${version}` === form.config);
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <div className="flex flex-col items-start gap-2">
        <div className="w-full">
          <SelectField
            label="Config"
            value={form.config ?? ""}
            error={form.config !== undefined && chosen === undefined ? `There is no config ${form.config}.` : null}
            options={[
              PICK,
              ...newestFirst.map(({ name, version, note }) => ({
                value: `${name}@${version}`,
                label: `${name}@${version}${note === null ? "" : ` – ${note}`}`,
              })),
            ]}
            onChange={({ target }) => onChange({ config: target.value })}
          />
        </div>
        {chosen !== undefined && (
          <Button onClick={() => onChange({ by: "policy", view: "form", policy: written(chosen.policy, "yaml") })}>
            Edit a copy of it
          </Button>
        )}
      </div>
      {chosen !== undefined && <Shown label={`What ${form.config} says`} value={chosen.policy} />}
    </div>
  );
}

/** An endpoint as it is stored now. */
export function EndpointChoice({ form, onChange }: Parts) {
  const endpoints = useQuery(endpointsQuery);
  if (endpoints.isPending) return <Skeleton lines={2} label="Loading endpoints" />;
  if (endpoints.isError) return <ProblemNotice error={endpoints.error} retry={() => void endpoints.refetch()} />;
  if (endpoints.data.length === 0)
    return (
      <EmptyState title="No endpoint is stored yet" command="understudy endpoints set support endpoint.yaml">
        Or write one right here.
      </EmptyState>
    );
  const chosen = endpoints.data.find(
    ({ name, version, project }) =>
      `${name}@${version}` === form.candidate_endpoint && project === (form.project ?? "default"),
  );
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <div className="flex flex-col items-start gap-2">
        <div className="w-full">
          <SelectField
            label="Endpoint"
            hint="Measured on its own traffic, unless the filter names another endpoint."
            value={chosen === undefined ? "" : `${chosen.project}/${chosen.name}@${chosen.version}`}
            options={[
              PICK,
              ...endpoints.data.map(({ project, name, version }) => ({
                value: `${project}/${name}@${version}`,
                label: `${name}@${version}${project === "default" ? "" : ` (${project})`}`,
              })),
            ]}
            onChange={({ target }) => {
              const [, project = "", candidate = ""] = /^(.*)\/([^/]*)$/su.exec(target.value) ?? [];
              onChange({ candidate_endpoint: candidate, ...(project === "" ? {} : { project }) });
            }}
          />
        </div>
        {chosen !== undefined && (
          <Button onClick={() => onChange({ by: "draft", view: undefined, draft: written(chosen.definition, "yaml") })}>
            Edit a copy of it
          </Button>
        )}
      </div>
      {chosen !== undefined && <Shown label={`What ${chosen.name} says`} value={chosen.definition} />}
    </div>
  );
}

function Shown({ label, value }: { readonly label: string; readonly value: unknown }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-sm font-medium">{label}</figcaption>
      <pre
        tabIndex={0}
        role="region"
        aria-label={label}
        className="max-h-72 overflow-auto rounded-md border border-rule bg-card p-2 font-mono text-xs"
      >
        {written(value, "yaml")}
      </pre>
    </figure>
  );
}
