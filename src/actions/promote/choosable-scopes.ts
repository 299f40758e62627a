import type { Store } from "../../store/control.ts";
import type { AttachmentScope } from "../attachments.ts";
import { inForce, scopeName, splitScope, type InForce } from "./in-force.ts";
import { promotable } from "./promotable.ts";

import { windowScopes } from "./window-scopes.ts";

/** A project or endpoint that a candidate may be promoted to. */
export interface ChoosableScope {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  /** Of the experiment's window, its own; those of a project's endpoints are theirs. */
  readonly requests: number;
  /** Models that these requests named, most first. */
  readonly models: readonly { readonly model: string; readonly requests: number }[];
  /** What serves it now. */
  readonly serves: Pick<InForce, "from" | "config">;
}

/**
 * Where the candidate of an experiment may be promoted to: what its window holds requests of, most first, then all others. An endpoint
 * version goes to endpoints alone, first to the one it was tried on. Throws `experiment_unknown` and `promote_refused`.
 * @param now ms since the epoch
 */
export function choosableScopes(store: Store, id: string, now: number): readonly ChoosableScope[] {
  const { control } = store;
  const experiment = promotable(store, id, now);
  const found = new Map(windowScopes(store, experiment.filter).map((one) => [one.scope, one]));
  const endpoints: readonly AttachmentScope[] = control
    .endpoints()
    .map(({ project, name }) => ({ scope: "endpoint", scope_id: `${project}/${name}` }));
  const projects: readonly AttachmentScope[] = control
    .projects()
    .map(({ name }) => ({ scope: "project", scope_id: name }));
  const all = experiment.kind === "endpoint" ? endpoints : [...projects, ...endpoints];
  const tried =
    experiment.kind === "endpoint" ? `endpoint:${experiment.endpoint.project}/${experiment.endpoint.name}` : null;
  return all
    .map((scope) => {
      const name = scopeName(scope);
      const { from, config } = served(store, experiment.kind, scope);
      const { requests = 0, models = [] } = found.get(name) ?? {};
      return { scope: name, requests, models, serves: { from, config } };
    })
    .toSorted((a, b) => Number(b.scope === tried) - Number(a.scope === tried) || b.requests - a.requests);
}

function served({ control }: Store, kind: "policy" | "endpoint", scope: AttachmentScope): ChoosableScope["serves"] {
  if (kind === "policy") return inForce(control, scope);
  const [project, name] = splitScope(scope);
  return { from: "endpoint", config: `${name}@${control.endpoint(project, name)?.version}` };
}
