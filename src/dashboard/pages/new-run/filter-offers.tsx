import { useQuery } from "@tanstack/react-query";
import { endpointsQuery } from "../../api/endpoints.ts";
import { projectsQuery } from "../../api/projects.ts";
import { targetNamesQuery } from "../../api/targets.ts";
import type { FormName } from "./form-names.ts";

const OFFERED = ["model", "project", "endpoint"] as const satisfies readonly FormName[];

/** Whether there is a list of what this filter may be. */
export function isOffered(name: string): boolean {
  return (OFFERED as readonly string[]).includes(name);
}

/** What filters may be, as far as the gateway knows: lists for their inputs, `ID-NAME`. */
export function FilterOffers({ id }: { readonly id: string }) {
  const targets = useQuery(targetNamesQuery);
  const projects = useQuery(projectsQuery);
  const endpoints = useQuery(endpointsQuery);
  const offers: Readonly<Record<(typeof OFFERED)[number], readonly string[]>> = {
    model: targets.data ?? [],
    project: (projects.data ?? []).map(({ name }) => name),
    endpoint: (endpoints.data ?? []).map(({ name }) => name),
  };
  return OFFERED.map((name) => (
    <datalist key={name} id={`${id}-${name}`}>
      {[...new Set(offers[name])].map((one) => (
        <option key={one}>{one}</option>
      ))}
    </datalist>
  ));
}
