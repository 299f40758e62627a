import type { Control } from "../../store/control.ts";
import type { StoredPromotion } from "../../store/promotions.ts";
import { attachedConfig, type AttachmentScope } from "../attachments.ts";
import { scopeName, splitScope } from "./in-force.ts";
import { storedExperiment } from "./promotable.ts";
import { promotionsInForce } from "./serving.ts";

/** What served a scope from an instant on. Instants are ISO 8601, UTC. */
export interface ServedSince {
  readonly at: string;
  /** Null where the log of changes does not say. */
  readonly actor: string | null;
  /** `NAME@VERSION` of a config or of the endpoint itself; null where nothing was attached. */
  readonly serves: string | null;
  /** Of the requests, what the candidate serves of them. */
  readonly percent: number;
}

/** A project or endpoint that the candidate of an experiment was promoted to. */
export interface PromotedScope {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly kind: "policy" | "endpoint";
  /** Of the requests, what the candidate serves now; 0 where it was taken out. */
  readonly percent: number;
  /** Null where it serves alone, or not at all. */
  readonly arm: string | null;
  /** The promotion by which it serves; null where none does any more. */
  readonly promotion: string | null;
  /** The experiment whose candidate serves instead; null where none does. */
  readonly other: string | null;
  /** Since the first promotion, and what served before it; newest first. */
  readonly history: readonly ServedSince[];
}

/** Where the candidate of an experiment was promoted to, the newest first, and what has become of it. Throws `experiment_unknown`. */
export function promotedScopes(control: Control, experiment: string): readonly PromotedScope[] {
  storedExperiment(control, experiment);
  const byScope = Map.groupBy(control.promotions({ experiment }), scopeName);
  return [...byScope].map(([scope, promotions]) => promotedScope(control, experiment, scope, promotions));
}

function promotedScope(
  control: Control,
  experiment: string,
  scope: string,
  promotions: readonly StoredPromotion[],
): PromotedScope {
  const [newest] = promotions as [StoredPromotion];
  // The scope alone: a whole promotion would ask for those of its own experiment.
  const inForce = promotionsInForce(control, { scope: newest.scope, scope_id: newest.scope_id });
  const own = inForce.find((one) => one.experiment === experiment);
  return {
    scope,
    kind: newest.serving.endpoint_version === null ? "policy" : "endpoint",
    percent: own?.percent ?? 0,
    arm: own?.arm ?? null,
    promotion: own?.id ?? null,
    other: own === undefined ? (inForce[0]?.experiment ?? null) : null,
    history: newest.serving.endpoint_version === null ? attached(control, promotions) : versions(control, promotions),
  };
}

/** What was attached when. */
function attached(control: Control, promotions: readonly StoredPromotion[]): readonly ServedSince[] {
  const { scope, scope_id: id } = promotions[0] as AttachmentScope;
  const shares = new Map(promotions.map(({ serving, percent }) => [attachedConfig(serving), percent]));
  const all = control.attachmentHistory(scope, id);
  const first = all.findLastIndex((one) => shares.has(attachedConfig(one)));
  return all.slice(0, first + 2).map((one) => {
    const serves = attachedConfig(one);
    const percent = serves === null ? 0 : (shares.get(serves) ?? 0);
    return { at: iso(one.attached_at), actor: one.actor, serves, percent };
  });
}

/** As far back as authors are looked for. */
const AUDITED = 1_000;

/** Who stored which version of an endpoint. */
function authors(control: Control, project: string, endpoint: string): ReadonlyMap<unknown, string> {
  const entries = ["endpoint.create", "endpoint.update", "endpoint.rollback"].flatMap((action) =>
    control.auditEntries({ action }, AUDITED),
  );
  const own = entries.filter(({ details }) => details["project"] === project && details["endpoint"] === endpoint);
  return new Map(own.map(({ actor, details }) => [details["version"], actor]));
}

/** Which version of the endpoint was the newest when. */
function versions(control: Control, promotions: readonly StoredPromotion[]): readonly ServedSince[] {
  const [project, name] = splitScope(promotions[0] as AttachmentScope);
  const shares = new Map(promotions.map((one) => [one.serving.endpoint_version, one.percent]));
  const by = authors(control, project, name);
  const first = Math.min(...promotions.map(({ before }) => before.endpoint_version ?? 1));
  const newest = control.endpoint(project, name)?.version ?? 0;
  return Array.from({ length: Math.max(0, newest - first + 1) }, (_, at) => newest - at).flatMap((version) => {
    const stored = control.endpoint(project, name, version);
    if (stored === null) return [];
    const actor = by.get(version) ?? null;
    return [{ at: iso(stored.created_at), actor, serves: `${name}@${version}`, percent: shares.get(version) ?? 0 }];
  });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
