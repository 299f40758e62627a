import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { Control, StoredConfig, Store } from "../../store/control.ts";
import type { StoredPromotion } from "../../store/promotions.ts";
import { attachConfig } from "../attachments.ts";
import { audit, type ControlParts } from "../audited.ts";
import { compareJson, type JsonChange } from "../compare-json.ts";
import { storeConfig } from "../configs.ts";
import { chooseScope, type ChosenScope } from "./choose-scope.ts";
import { inForce, scopeName, type InForce } from "./in-force.ts";
import { earlierSalt, nextPolicy, shareOf, type AskedShare } from "./next-policy.ts";
import { promotable, type Promotable } from "./promotable.ts";
import { objections, promisedOf, type Promised } from "./promised.ts";
import { promotionInForce, servingOf } from "./serving.ts";
import { shownWatch, type ShownWatch } from "./watch/list-watches.ts";
import { checkWatch, startWatch, type AskedWatch } from "./watch/start-watch.ts";

export interface PromoteRequest extends AskedShare {
  readonly experiment: string;
  /** Null = the only scope in the experiment's window. */
  readonly to: string | null;
  /** Name of the config; null = that of what is attached, else the experiment's id. */
  readonly as: string | null;
  /** The other arm where nothing is attached; null = the only model that the window's requests name. */
  readonly control: Policy | null;
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Null = nothing is watched, unless what is watched already goes on. */
  readonly watch: AskedWatch | null;
}

export interface PromoteParts extends ControlParts {
  readonly store: Store;
  /** The salt of a split's dice that has none. */
  readonly newSalt: () => string;
  /** Throws where the gateway at hand cannot serve a policy; null = none runs that could tell. */
  readonly checkServed: ((policy: unknown) => void) | null;
}

/** What a promotion changes, or (`dry_run`) would change. */
export interface Promotion {
  readonly experiment: string;
  readonly scope: string;
  /** Null where the candidate serves alone. */
  readonly arm: string | null;
  readonly percent: number;
  readonly before: InForce;
  /** `config` is `NAME@VERSION`, or the name alone where it is not stored. */
  readonly after: { readonly config: string; readonly policy: unknown };
  readonly diff: readonly JsonChange[];
  readonly promised: Promised | null;
  readonly warnings: readonly string[];
  readonly dry_run: boolean;
  /** False where it serves so already. */
  readonly changed: boolean;
  /** `prm_...`; null where nothing was changed. */
  readonly promotion: string | null;
  /** Null where none was begun. */
  readonly watch: ShownWatch | null;
}

/**
 * Lets the candidate of an experiment serve, alone or as an arm of a split with what serves now. Throws `experiment_unknown`,
 * `promote_refused`, `scope_invalid`, what a policy throws, and `target_unknown` where the gateway cannot serve it.
 */
export function promote(parts: PromoteParts, asked: PromoteRequest): Promotion {
  const { store, control } = parts;
  if (asked.watch !== null) checkWatch(asked.watch);
  const experiment = promotable(control, asked.experiment);
  const against = objections(experiment, asked.force);
  const chosen = chooseScope(store, experiment, asked.to);
  const { scope } = chosen;
  const before = inForce(control, scope);
  const share = shareOf(asked, experiment);
  const salt = (): string =>
    (share === null ? undefined : earlierSalt(control, scope, share, experiment.policy)) ?? parts.newSalt();
  const policy = nextPolicy(experiment, chosen, before, share, asked.control, asked.dryRun ? undefined : salt);
  parts.checkServed?.(policy);
  const said = {
    experiment: experiment.id,
    scope: scopeName(scope),
    arm: share?.arm ?? null,
    percent: share?.percent ?? 100,
    before,
    promised: promisedOf(experiment),
    warnings: [...against, ...warningsOf(parts, chosen, before)],
    dry_run: asked.dryRun,
  };
  const name = asked.as ?? nameFor(control, before, experiment);
  if (asked.dryRun) {
    const diff = compareJson(before.policy, policy);
    return { ...said, after: { config: name, policy }, diff, changed: diff.length > 0, promotion: null, watch: null };
  }
  const config = stored(parts, name, policy, `${share === null ? "" : `${share.percent} % `}${experiment.id}`);
  const reference = `${config.name}@${config.version}`;
  const after = { config: reference, policy: config.policy };
  const diff = compareJson(before.policy, config.policy);
  const was = servingOf(control, scope);
  const earlier = promotionInForce(control, scope);
  const { changed } = attachConfig(parts, said.scope, reference, { experiment: experiment.id });
  const watched = (promotion: StoredPromotion | null): ShownWatch | null =>
    promotion === null || asked.watch === null ? null : shownWatch(control, startWatch(parts, promotion, asked.watch));
  if (!changed) return { ...said, after, diff, changed, promotion: null, watch: watched(earlier) };
  const { arm, percent } = said;
  const promotion: StoredPromotion = {
    id: `prm_${parts.newId()}`,
    experiment: experiment.id,
    ...scope,
    serving: servingOf(control, scope),
    arm,
    percent,
    before: was,
    origin: earlier?.experiment === experiment.id ? earlier.origin : was,
    at: parts.now(),
    actor: parts.actor,
  };
  control.addPromotion(promotion);
  const changes = { scope: said.scope, config: reference, before: before.config, arm, percent };
  const forced = asked.force ? { forced: true } : {};
  audit(parts, "experiment.promote", { experiment: experiment.id, ...changes, promotion: promotion.id, ...forced });
  return { ...said, after, diff, changed, promotion: promotion.id, watch: watched(promotion) };
}

/** The name of what is attached, so that its versions tell the story; a draft's name is an experiment's own. */
function nameFor(control: Control, { from, config }: InForce, { id }: Promotable): string {
  if (from !== "attachment" || config === null) return id;
  const [name, version] = config.split(/@(?=\d+$)/u) as [string, string];
  return control.config(name, Number(version))?.draft === true ? id : name;
}

function stored(parts: PromoteParts, name: string, policy: Policy, note: string): StoredConfig {
  try {
    return storeConfig(parts, { name, policy, note, created_at: parts.now() }).config;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "config_cycle") throw error;
    throw new OperatorError(error.code, error.message, {
      ...error.place,
      hint: `The candidate refers to ${name} itself: give the new config another name with --as.`,
    });
  }
}

function warningsOf(
  { checkServed }: PromoteParts,
  { scope, models }: ChosenScope,
  { from }: InForce,
): readonly string[] {
  const said: string[] = [];
  const name = scopeName(scope);
  if (checkServed === null)
    said.push("No gateway runs over this folder: whether one can serve the candidate's targets was not checked.");
  if (from === "default") {
    const asked = models()
      .map(({ model, requests }) => `${model} (${requests})`)
      .join(", ");
    const named = asked === "" ? "" : ` The experiment's window named ${asked}.`;
    said.push(`Nothing is attached to ${name} yet: from now on the model a request names no longer decides.${named}`);
  }
  if (from === "project") said.push(`${name} was served by its project's config; it has its own from now on.`);
  if (from === "endpoint") said.push(`${name} was served by the policy of the endpoint, which the config goes before.`);
  return said;
}
