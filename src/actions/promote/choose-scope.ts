import { OperatorError } from "../../core/errors.ts";
import { parsePolicy, type Policy } from "../../core/policy.ts";
import type { Control, Store } from "../../store/control.ts";
import { scopeOf, type AttachmentScope } from "../attachments.ts";
import type { Promotable } from "./promotable.ts";
import { windowScopes, type WindowScope } from "./window-scopes.ts";
import { inForce, scopeName } from "./in-force.ts";

const MOST_NAMED = 8;

/** What is promoted to, and what the experiment's window holds of it. */
export interface ChosenScope {
  readonly scope: AttachmentScope;
  /** Models that its requests named, most first; none where the log holds no request of it. Reads the window at the first call. */
  readonly models: () => WindowScope["models"];
}

/** The scope that was named, else the only one in the experiment's window. Throws `scope_invalid` and what `scopeOf` throws. */
export function chooseScope(store: Store, experiment: Promotable, to: string | null): ChosenScope {
  let read: readonly WindowScope[] | null = null;
  const found = (): readonly WindowScope[] => (read ??= windowScopes(store, experiment.filter));
  const scope = scopeOf(store.control, to ?? onlyOne(found()));
  return { scope, models: () => modelsOf(found().filter((one) => serves(store.control, scope, one.scope))) };
}

/** Whether what is attached to a scope serves requests of another: a project's serves those of its endpoints that have nothing of their own. */
function serves(control: Control, { scope, scope_id: id }: AttachmentScope, other: string): boolean {
  if (other === `${scope}:${id}`) return true;
  if (scope === "endpoint" || !other.startsWith(`endpoint:${id}/`)) return false;
  const { from } = inForce(control, { scope: "endpoint", scope_id: other.slice("endpoint:".length) });
  return from === "project" || from === "default";
}

function modelsOf(scopes: readonly WindowScope[]): WindowScope["models"] {
  const counts = new Map<string, number>();
  for (const { model, requests } of scopes.flatMap(({ models }) => models))
    counts.set(model, (counts.get(model) ?? 0) + requests);
  return [...counts].map(([model, requests]) => ({ model, requests })).toSorted((a, b) => b.requests - a.requests);
}

function onlyOne(found: readonly WindowScope[]): string {
  const [first] = found;
  if (first === undefined)
    throw new OperatorError("scope_invalid", "no request of the experiment's window is in the log any more", {
      field: "--to",
      hint: "Name what to promote to: --to project:NAME or --to endpoint:NAME.",
    });
  if (found.length === 1) return first.scope;
  const all = found.slice(0, MOST_NAMED).map(({ scope, requests }) => `${scope} (${requests})`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : "";
  throw new OperatorError(
    "scope_invalid",
    `the experiment's window holds requests of several: ${all.join(", ")}${more}`,
    { field: "--to", hint: `Name the one to promote to: --to ${first.scope}.` },
  );
}

/**
 * What the other arm is where nothing is attached: every request is served by the model it names, so that one policy stands for it only
 * where all name the same. Throws `promote_refused`.
 */
export function defaultControl(chosen: ChosenScope): Policy {
  const models = chosen.models();
  const [first] = models;
  if (first !== undefined && models.length === 1) return parsePolicy({ strategy: "single", model: first.model });
  const all = models.slice(0, MOST_NAMED).map(({ model, requests }) => `${model} (${requests})`);
  const why =
    first === undefined ? "no request of the window is of it" : `its requests name several models: ${all.join(", ")}`;
  throw new OperatorError(
    "promote_refused",
    `nothing is attached to ${scopeName(chosen.scope)} to split with, and ${why}`,
    {
      field: "--control",
      hint: "Name the policy of the other arm with --control: a policy file, a config, or single:MODEL:PROVIDER.",
    },
  );
}
