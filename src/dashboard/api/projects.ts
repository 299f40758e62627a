import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

/** Who owns traffic. */
export interface Project {
  readonly name: string;
  /** ISO 8601. */
  readonly created_at: string;
  /** Days rows are kept; null = for ever. */
  readonly retention_days: number | null;
  /** Guardrail rules whose matches are taken out of bodies before they are stored. */
  readonly redact: readonly { readonly kind: string; readonly [option: string]: unknown }[];
}

export const projectsQuery = queryOptions({
  queryKey: ["projects", "list"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly projects: readonly Project[] }>("/api/projects", { signal })).projects,
});

export type ProjectSettings = Pick<Project, "retention_days" | "redact">;

/** Makes a project. */
export function createProject(name: string, settings: ProjectSettings): Promise<Project> {
  return ask<Project>("/api/projects", { method: "POST", body: { name, ...settings } });
}

/** Changes settings of a project; rows that are stored already stay as they are. */
export function setProject(name: string, settings: ProjectSettings): Promise<Project> {
  return ask<Project>(`/api/projects/${encodeURIComponent(name)}`, { method: "PATCH", body: settings });
}
