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
  const text = {
    project: frame.dictionary("project"),
    endpoint: frame.dictionary("endpoint"),
    asked: frame.dictionary("model_requested"),
    served: frame.dictionary("target"),
  };
  // One number for the four codes: whole and exact, as long as the product of the four dictionaries is below 2^53.
  const [endpoints, models, targets] = [text.endpoint.length, text.asked.length, text.served.length];
  const counts = new Map<number, number>();
  for (const { segment, rows } of selection.segments()) {
    const project = segment.column("project");
    const endpoint = segment.column("endpoint");
    const asked = segment.column("model_requested");
    const served = segment.column("target");
    for (const row of rows) {
      const place = project[row]! * endpoints + endpoint[row]!;
      const key = (place * models + asked[row]!) * targets + served[row]!;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const scopes = new Map<string, Map<string, number>>();
  for (const [key, rows] of counts) {
    const [asked, place] = [Math.floor(key / targets) % models, Math.floor(key / targets / models)];
    const project = text.project[Math.floor(place / endpoints)];
    const name = text.endpoint[place % endpoints] ?? null;
    const scope = name === null ? `project:${project}` : `endpoint:${project}/${name}`;
    const model = modelOf(text.asked[asked] ?? null, text.served[key % targets] ?? null);
    const named = scopes.get(scope) ?? new Map<string, number>();
    scopes.set(scope, named.set(model, (named.get(model) ?? 0) + rows));
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
