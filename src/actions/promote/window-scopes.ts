import { splitTarget } from "../../core/target.ts";
import type { RowFilter } from "../../replay/rows.ts";
import { chooseWindow } from "../../replay/window.ts";
import { DEFAULT_SEED } from "../../replay/sample.ts";
import type { Store } from "../../store/control.ts";

/** Requests of one project or endpoint, and the models they named. */
export interface WindowScope {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly requests: number;
  /** Models by how many requests named them, most first; what served stands for what was not named. */
  readonly models: readonly { readonly model: string; readonly requests: number }[];
}

/** Whose requests the baseline rows of a window are, most first. */
export function windowScopes(store: Store, filter: RowFilter): readonly WindowScope[] {
  const frame = store.traffic.frame({
    ...(filter.from === undefined ? {} : { from: filter.from }),
    ...(filter.to === undefined ? {} : { to: filter.to }),
  });
  const { selection } = chooseWindow(frame, filter, { rows: Number.POSITIVE_INFINITY, seed: DEFAULT_SEED });
  const counts = new Map<string, number>();
  for (const { segment, rows } of selection.segments()) {
    const project = segment.column("project");
    const endpoint = segment.column("endpoint");
    const asked = segment.column("model_requested");
    const served = segment.column("target");
    for (const row of rows) {
      const key = `${project[row]} ${endpoint[row]} ${asked[row]} ${served[row]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const text = {
    project: frame.dictionary("project"),
    endpoint: frame.dictionary("endpoint"),
    asked: frame.dictionary("model_requested"),
    served: frame.dictionary("target"),
  };
  const scopes = new Map<string, Map<string, number>>();
  for (const [key, rows] of counts) {
    const [project, endpoint, asked, served] = key.split(" ").map(Number) as [number, number, number, number];
    const name = text.endpoint[endpoint] ?? null;
    const scope = name === null ? `project:${text.project[project]}` : `endpoint:${text.project[project]}/${name}`;
    const target = text.served[served] ?? null;
    const model = modelOf(text.asked[asked] ?? null, target);
    const models = scopes.get(scope) ?? new Map<string, number>();
    scopes.set(scope, models.set(model, (models.get(model) ?? 0) + rows));
  }
  return [...scopes]
    .map(([scope, models]) => ({
      scope,
      requests: [...models.values()].reduce((sum, rows) => sum + rows, 0),
      models: [...models].map(([model, requests]) => ({ model, requests })).toSorted((a, b) => b.requests - a.requests),
    }))
    .toSorted((a, b) => b.requests - a.requests);
}

/** A client that asks for an endpoint names no model. */
function modelOf(asked: string | null, target: string | null): string {
  if (asked !== null && asked !== "" && !asked.startsWith("endpoint/")) return asked;
  return target === null ? "" : (splitTarget(target)?.model ?? target);
}
