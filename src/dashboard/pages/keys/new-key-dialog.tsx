import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { endpointsQuery } from "../../api/endpoints.ts";
import { createKey, type NewKey } from "../../api/keys.ts";
import { projectsQuery } from "../../api/projects.ts";
import { Button } from "../../parts/button.tsx";
import { Command } from "../../parts/command.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";

const ROLES = [
  { value: "client", label: "client: calls the gateway" },
  { value: "viewer", label: "viewer: looks at everything but keys" },
  { value: "editor", label: "editor: changes configs and endpoints, runs experiments" },
  { value: "admin", label: "admin: everything, keys and projects too" },
] as const;

/** Asks what a key may, makes it, and shows it this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const projects = useQuery(projectsQuery);
  const endpoints = useQuery(endpointsQuery);
  const [asked, setAsked] = useState({
    name: "",
    role: "client",
    project: "default",
    endpoint: "",
    budget: "",
    until: "",
  });
  const making = useMutation({
    mutationFn: () =>
      createKey({
        name: asked.name.trim(),
        role: asked.role as NewKey["role"],
        project: asked.project,
        endpoint: asked.endpoint === "" ? null : asked.endpoint,
        budget_usd_per_day: asked.budget === "" ? null : Number(asked.budget),
        expires_at: asked.until === "" ? null : `${asked.until}T23:59:59Z`,
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["keys"] }),
  });
  const set = (change: Partial<typeof asked>): void => setAsked((before) => ({ ...before, ...change }));
  const names = new Set(["default", ...(projects.data ?? []).map(({ name }) => name)]);
  if (making.data !== undefined)
    return (
      <Dialog open onClose={onClose} title={`The key of ${making.data.name}`}>
        <p className="mb-3 text-sm">This is the only time it is shown: copy it to where it is used.</p>
        <Command>{making.data.key}</Command>
        <div className="mt-4 flex justify-end">
          <Button weight="primary" onClick={onClose}>
            I have it
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog open onClose={onClose} title="New key">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <TextField label="Name" required value={asked.name} onChange={({ target }) => set({ name: target.value })} />
        <SelectField
          label="Role"
          options={ROLES}
          value={asked.role}
          onChange={({ target }) => set({ role: target.value })}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label="Project"
            options={[...names].map((name) => ({ value: name, label: name }))}
            value={asked.project}
            onChange={({ target }) => set({ project: target.value, endpoint: "" })}
          />
          <SelectField
            label="Endpoint"
            hint="Served where the client names none."
            options={[
              { value: "", label: "none" },
              ...(endpoints.data ?? [])
                .filter(({ project }) => project === asked.project)
                .map(({ name }) => ({ value: name, label: name })),
            ]}
            value={asked.endpoint}
            onChange={({ target }) => set({ endpoint: target.value })}
          />
          <TextField
            label="Budget, USD a day"
            hint="Empty: no budget."
            type="number"
            min="0.01"
            step="any"
            value={asked.budget}
            onChange={({ target }) => set({ budget: target.value })}
          />
          <TextField
            label="Last day (UTC)"
            hint="Empty: for ever."
            type="date"
            value={asked.until}
            onChange={({ target }) => set({ until: target.value })}
          />
        </div>
        {making.isError && <ProblemNotice error={making.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" weight="primary" busy={making.isPending}>
            Make the key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
