import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { attach, attachmentsQuery } from "../../api/attachments.ts";
import { configsQuery } from "../../api/configs.ts";
import { endpointsQuery } from "../../api/endpoints.ts";
import { projectsQuery } from "../../api/projects.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { SelectField } from "../../parts/field.tsx";

/** Lets a config version serve a project or an endpoint, after saying what it replaces. @param config `NAME@VERSION`; null = to be chosen */
export function AttachDialog({ config, onClose }: { readonly config: string | null; readonly onClose: () => void }) {
  const client = useQueryClient();
  const projects = useQuery(projectsQuery);
  const endpoints = useQuery(endpointsQuery);
  const attachments = useQuery(attachmentsQuery);
  const configs = useQuery(configsQuery);
  const scopes = [
    ...(projects.data ?? []).map(({ name }) => `project:${name}`),
    ...(endpoints.data ?? []).map(({ project, name }) => `endpoint:${project}/${name}`),
  ];
  const choices = (configs.data ?? []).map(({ name, version }) => `${name}@${version}`).toReversed();
  const [chosenScope, setScope] = useState<string | null>(null);
  const [chosenConfig, setConfig] = useState(config);
  const scope = chosenScope ?? scopes[0] ?? "";
  const what = chosenConfig ?? choices[0] ?? "";
  const now = attachments.data?.find((one) => one.scope === scope)?.config ?? null;
  const doing = useMutation({
    mutationFn: () => attach(scope, what),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["attachments"] });
      onClose();
    },
  });
  return (
    <Confirm
      title={config === null ? "Attach a config" : `Attach ${config}`}
      action="Attach"
      busy={doing.isPending}
      error={doing.error ?? projects.error ?? endpoints.error ?? configs.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <SelectField
          label="To"
          value={scope}
          onChange={({ target }) => setScope(target.value)}
          options={scopes.map((one) => ({ value: one, label: one }))}
        />
        <SelectField
          label="Config"
          value={what}
          onChange={({ target }) => setConfig(target.value)}
          options={choices.map((one) => ({ value: one, label: one }))}
        />
        <p>
          From the next request on <strong>{what}</strong> serves {scope}, instead of{" "}
          <strong>{now ?? "no config"}</strong>.
        </p>
      </div>
    </Confirm>
  );
}
