import { OperatorError } from "../../core/errors.ts";
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
import { compareJson, type JsonChange } from "../compare-json.ts";
import { rollbackEndpoint, showEndpoint } from "../endpoints.ts";
import { inForce, inForceWith, scopeName, splitScope } from "./in-force.ts";
import type { Promotion } from "./promotion.ts";
import { promotionsInForce } from "./serving.ts";

/** What a rollback changed. */
export interface RolledBack extends ChangedAttachment {
  /** Whose candidate was taken out, or had its share changed back; null where no promotion is undone. */
  readonly experiment: string | null;
  /** The new newest version, which says what an older one said, and that older one; null where an attachment was changed. */
  readonly endpoint: { readonly name: string; readonly version: number; readonly as: number } | null;
}

/** What a rollback would change; nothing is changed by asking. */
export interface RollbackPreview {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  /** Whether a config is taken off, or an endpoint gets a version that says what an older one said. */
  readonly kind: "policy" | "endpoint";
  /** Whose promotion would be undone; null where none would. */
  readonly experiment: string | null;
  readonly before: Promotion["before"];
  readonly after: Promotion["before"];
  readonly diff: readonly JsonChange[];
}

/** What there is to undo, and what comes back. */
interface Undoing {
  readonly scope: AttachmentScope;
  /** The endpoint's newest version, where a promotion made it; null where it is the attachment. */
  readonly version: StoredEndpoint | null;
  readonly to: Serving;
  readonly promotion: StoredPromotion | undefined;
}

const NOTHING: Serving = { config: null, version: null, endpoint_version: null };

function undoing(control: Control, of: string, whole: boolean): Undoing {
  const scope = scopeOf(control, of);
  const version = versionToUndo(control, scope);
  const promotion = promotionsInForce(control, scope).find(
    ({ serving }) => (serving.endpoint_version === null) === (version === null),
  );
  if (whole && promotion === undefined)
    throw new OperatorError("attachment_unknown", `no promoted candidate serves ${of}`);
  const [current, previous] = control.attachmentHistory(scope.scope, scope.scope_id);
  if (version === null && current === undefined)
    throw new OperatorError("attachment_unknown", `nothing was ever attached to ${of}`);
  const before =
    version === null
      ? { ...NOTHING, config: previous?.config ?? null, version: previous?.version ?? null }
      : { ...NOTHING, endpoint_version: promotion?.before.endpoint_version ?? version.version - 1 };
  return { scope, version, promotion, to: whole && promotion !== undefined ? promotion.origin : before };
}

/**
 * Restores what served a scope before its last change, be it nothing: what was attached, or the endpoint as it was before a candidate became
 * its newest version. Throws `attachment_unknown` and what `scopeOf` throws.
 * @param whole restores what served before the promoted candidate had any share, whatever its share has become since
 */
export function rollBack(parts: ControlParts, of: string, whole = false): RolledBack {
  const { control } = parts;
  const { scope, version, to, promotion } = undoing(control, of, whole);
  const experiment = promotion?.experiment ?? null;
  const why = promotion === undefined ? {} : { experiment: promotion.experiment, promotion: promotion.id };
  if (version === null) return { ...rollbackAttachment(parts, of, { to, why }), experiment, endpoint: null };
  const { project, name } = version;
  const older = to.endpoint_version as number;
  const made = rollbackEndpoint(parts, { project, name, to: older, why });
  const [current] = control.attachmentHistory(scope.scope, scope.scope_id);
  const nothing = { ...scope, config: null, version: null, attached_at: parts.now(), actor: parts.actor };
  return {
    attachment: current ?? nothing,
    before: attachedConfig(current),
    changed: true,
    experiment,
    endpoint: { name, version: made.version, as: older },
  };
}

/** What `rollBack` would bring back. Throws what it throws. */
export function previewRollback(control: Control, of: string, whole: boolean): RollbackPreview {
  const { scope, version, to, promotion } = undoing(control, of, whole);
  const said = { scope: scopeName(scope), experiment: promotion?.experiment ?? null };
  if (version === null) {
    const [before, after] = [inForce(control, scope), inForceWith(control, scope, to)];
    return { ...said, kind: "policy", before, after, diff: compareJson(before.policy, after.policy) };
  }
  const side = ({ name, version: number, definition }: StoredEndpoint): Promotion["before"] => ({
    from: "endpoint",
    config: `${name}@${number}`,
    policy: definition,
  });
  const older = showEndpoint(control, version.project, `${version.name}@${to.endpoint_version}`);
  const diff = compareJson(version.definition, older.definition);
  return { ...said, kind: "endpoint", before: side(version), after: side(older), diff };
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
