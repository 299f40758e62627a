import type { StoredEndpoint } from "../../store/gateway-control.ts";
import type { Control } from "../../store/control.ts";
import type { Serving, StoredPromotion } from "../../store/promotions.ts";
import {
  attachedConfig,
  rollbackAttachment,
  scopeOf,
  type AttachmentScope,
  type ChangedAttachment,
} from "../attachments.ts";
import type { ControlParts } from "../audited.ts";
import { rollbackEndpoint } from "../endpoints.ts";
import { scopeName, splitScope } from "./in-force.ts";
import { promotionsInForce } from "./serving.ts";

/** What a rollback changed. */
export interface RolledBack extends ChangedAttachment {
  /** Whose candidate was taken out, or had its share changed back; null where no promotion is undone. */
  readonly experiment: string | null;
  /** The new newest version, which says what an older one said, and that older one; null where an attachment was changed. */
  readonly endpoint: { readonly name: string; readonly version: number; readonly as: number } | null;
}

/**
 * Restores what served a scope before its last change, be it nothing: what was attached, or the endpoint as it was before a candidate became
 * its newest version. Throws `attachment_unknown` and what `scopeOf` throws.
 */
export function rollBack(parts: ControlParts, of: string): RolledBack {
  const { control } = parts;
  const scope = scopeOf(control, of);
  const version = versionToUndo(control, scope);
  const undone = promotionsInForce(control, scope).find(
    ({ serving }) => (serving.endpoint_version === null) === (version === null),
  );
  const experiment = undone?.experiment ?? null;
  const why = undone === undefined ? {} : { experiment: undone.experiment, promotion: undone.id };
  if (version === null) return { ...rollbackAttachment(parts, of, { why }), experiment, endpoint: null };
  const to = undone?.before.endpoint_version ?? version.version - 1;
  const { name, version: made } = rollbackEndpoint(parts, { project: version.project, name: version.name, to, why });
  const [current] = control.attachmentHistory(scope.scope, scope.scope_id);
  const nothing = { ...scope, config: null, version: null, attached_at: parts.now(), actor: parts.actor };
  return {
    attachment: current ?? nothing,
    before: attachedConfig(current),
    changed: true,
    experiment,
    endpoint: { name, version: made, as: to },
  };
}

/** The endpoint's newest version, where it was made by a promotion, or by taking one back, since anything was attached last. */
function versionToUndo(control: Control, scope: AttachmentScope): StoredEndpoint | null {
  if (scope.scope === "project") return null;
  const newest = control.endpoint(...splitScope(scope));
  const promoted = control.promotions(scope).find(({ serving }) => serving.endpoint_version !== null);
  if (newest === null || promoted === undefined) return null;
  const [attached] = control.attachmentHistory(scope.scope, scope.scope_id);
  if (attached !== undefined && attached.attached_at > newest.created_at) return null;
  const own = promoted.serving.endpoint_version as number;
  const takenBack = newest.version > own && (newest.note?.startsWith("as ") ?? false);
  return newest.version === own || takenBack ? newest : null;
}

/** Takes the candidate of a promotion out, whatever its share has become since. @param why for the audit log */
export function rollBackTo(parts: ControlParts, promotion: StoredPromotion, to: Serving, why: object): void {
  const said = { experiment: promotion.experiment, promotion: promotion.id, ...why };
  if (to.endpoint_version === null) {
    rollbackAttachment(parts, scopeName(promotion), { to, why: said });
    return;
  }
  const [project, name] = splitScope(promotion);
  rollbackEndpoint(parts, { project, name, to: to.endpoint_version, why: said });
}
