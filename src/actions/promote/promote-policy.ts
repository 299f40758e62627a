import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { Control, StoredConfig } from "../../store/control.ts";
import { attachConfig } from "../attachments.ts";
import { compareJson } from "../compare-json.ts";
import { storeConfig } from "../configs.ts";
import { chooseScope, type ChosenScope } from "./choose-scope.ts";
import { inForce, scopeName, type InForce } from "./in-force.ts";
import { earlierSalt, nextPolicy, shareOf } from "./next-policy.ts";
import type { PromotablePolicy } from "./promotable.ts";
import { objections, promisedOf } from "./promised.ts";
import { checkReplaced, type PromoteParts, type PromoteRequest, type Promotion } from "./promotion.ts";
import { recordPromotion, watchOf } from "./record-promotion.ts";
import { promotionsInForce, servingOf } from "./serving.ts";

/** Lets a policy serve, alone or as an arm of a split with what serves now. */
export function promotePolicy(parts: PromoteParts, experiment: PromotablePolicy, asked: PromoteRequest): Promotion {
  const { store, control } = parts;
  const against = objections(experiment, asked.force);
  const chosen = chooseScope(store, experiment, asked.to);
  const { scope } = chosen;
  const before = inForce(control, scope);
  checkReplaced(asked, before.config);
  const share = shareOf(asked, experiment);
  const salt = (): string =>
    (share === null ? undefined : earlierSalt(control, scope, share, experiment.policy)) ?? parts.newSalt();
  const policy = nextPolicy(experiment, chosen, before, share, asked.control, asked.dryRun ? undefined : salt);
  parts.checkServed?.(policy);
  const said = {
    experiment: experiment.id,
    kind: experiment.kind,
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
  const earlier = promotionsInForce(control, scope).find(({ serving }) => serving.endpoint_version === null);
  const { changed } = attachConfig(parts, said.scope, reference, { experiment: experiment.id });
  if (!changed) {
    const watch = watchOf(parts, earlier ?? null, asked.watch);
    return { ...said, after, diff, changed, promotion: null, watch };
  }
  const { arm, percent } = said;
  const promotion = recordPromotion(parts, asked, {
    experiment: experiment.id,
    ...scope,
    serving: servingOf(control, scope),
    arm,
    percent,
    before: was,
    origin: earlier?.experiment === experiment.id ? earlier.origin : was,
  });
  return { ...said, after, diff, changed, promotion: promotion.id, watch: watchOf(parts, promotion, asked.watch) };
}

/** The name of what is attached, so that its versions tell the story; a draft's name is an experiment's own. */
function nameFor(control: Control, { from, config }: InForce, { id }: PromotablePolicy): string {
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
