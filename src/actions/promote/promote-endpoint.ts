import { OperatorError } from "../../core/errors.ts";
import { attachedConfig, scopeOf } from "../attachments.ts";
import { compareJson } from "../compare-json.ts";
import { setEndpoint } from "../endpoints.ts";
import { scopeName, splitScope } from "./in-force.ts";
import type { PromotableEndpoint } from "./promotable.ts";
import { objections, promisedOf } from "./promised.ts";
import { checkReplaced, type PromoteParts, type PromoteRequest, type Promotion } from "./promotion.ts";
import { recordPromotion, watchOf } from "./record-promotion.ts";
import { promotionsInForce } from "./serving.ts";

/** Makes an endpoint version that was tried the newest version of its endpoint, which serves all of its requests from then on. */
export function promoteEndpoint(parts: PromoteParts, experiment: PromotableEndpoint, asked: PromoteRequest): Promotion {
  const { control, checkServed } = parts;
  refuseShare(asked);
  const { project: tried, name: named, definition } = experiment.endpoint;
  const against = objections(experiment, asked.force);
  const scope = scopeOf(control, asked.to ?? `endpoint:${tried}/${named}`);
  if (scope.scope === "project")
    throw new OperatorError("scope_invalid", "the candidate is an endpoint version, and no project", {
      field: "--to",
      hint: "Name the endpoint: --to endpoint:NAME.",
    });
  const [project, name] = splitScope(scope);
  const current = control.endpoint(project, name);
  const version = current?.version ?? null;
  const serves = `${name}@${version}`;
  checkReplaced(asked, serves);
  const diff = compareJson(current?.definition ?? null, definition);
  const said = {
    experiment: experiment.id,
    kind: experiment.kind,
    scope: scopeName(scope),
    arm: null,
    percent: 100,
    before: { from: "endpoint" as const, config: serves, policy: current?.definition ?? null },
    diff,
    promised: promisedOf(experiment),
    warnings: [...against, ...warningsOf(parts, experiment, scope)],
    dry_run: asked.dryRun,
  };
  if (asked.dryRun) {
    if (definition.policy !== undefined) checkServed?.(written(definition.policy));
    const after = { config: name, policy: definition };
    return { ...said, after, changed: diff.length > 0, promotion: null, watch: null };
  }
  const note = `candidate of ${experiment.id}`;
  const made = setEndpoint(parts, { project, name, definition, note }, checkServed ?? undefined);
  const after = { config: `${name}@${made.endpoint.version}`, policy: made.endpoint.definition };
  if (!made.added) {
    const earlier = promotionsInForce(control, scope).find(({ serving }) => serving.endpoint_version !== null);
    const watch = watchOf(parts, earlier ?? null, asked.watch);
    return { ...said, after, changed: false, promotion: null, watch };
  }
  const nothing = { config: null, version: null };
  const before = { ...nothing, endpoint_version: version };
  const promotion = recordPromotion(parts, asked, {
    experiment: experiment.id,
    ...scope,
    serving: { ...nothing, endpoint_version: made.endpoint.version },
    arm: null,
    percent: 100,
    before,
    origin: before,
  });
  return { ...said, after, changed: true, promotion: promotion.id, watch: watchOf(parts, promotion, asked.watch) };
}

/** A split divides policies; an endpoint's version is the same for all of its requests. */
function refuseShare({ percent, arm, as, control }: PromoteRequest): void {
  const given = [
    [percent !== null && percent !== 100, "--percent"],
    [arm !== null, "--name"],
    [as !== null, "--as"],
    [control !== null, "--control"],
  ] as const;
  const [, field] = given.find(([is]) => is) ?? [false, null];
  if (field === null) return;
  throw new OperatorError("promote_refused", "the candidate is an endpoint version: it serves all requests or none", {
    field,
    hint: "Promote it whole and watch it: --watch 24h --max-error-rate 0.02 --auto-rollback.",
  });
}

function warningsOf(
  { control, checkServed }: PromoteParts,
  { endpoint }: PromotableEndpoint,
  scope: ReturnType<typeof scopeOf>,
): readonly string[] {
  const said: string[] = [];
  if (checkServed === null)
    said.push("No gateway runs over this folder: whether one can serve the candidate's targets was not checked.");
  const attached = attachedConfig(control.attachmentHistory(scope.scope, scope.scope_id)[0]);
  if (attached !== null && endpoint.definition.policy !== undefined)
    said.push(`${attached} is attached to ${scopeName(scope)} and goes before the policy of the candidate.`);
  return said;
}

/** A bare target stands for a single. */
function written(policy: unknown): unknown {
  return typeof policy === "string" ? { strategy: "single", model: policy } : policy;
}
