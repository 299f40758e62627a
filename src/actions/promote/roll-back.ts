import type { Serving, StoredPromotion } from "../../store/promotions.ts";
import { rollbackAttachment, scopeOf, type ChangedAttachment } from "../attachments.ts";
import type { ControlParts } from "../audited.ts";
import { scopeName } from "./in-force.ts";
import { promotionInForce } from "./serving.ts";

/** What a rollback changed. */
export interface RolledBack extends ChangedAttachment {
  /** Whose candidate was taken out, or had its share changed back; null where no promotion is undone. */
  readonly experiment: string | null;
}

/** Restores what served a scope before its last change, be it nothing. Throws `attachment_unknown` and what `scopeOf` throws. */
export function rollBack(parts: ControlParts, of: string): RolledBack {
  const undone = promotionInForce(parts.control, scopeOf(parts.control, of));
  const why = undone === null ? {} : { experiment: undone.experiment, promotion: undone.id };
  return { ...rollbackAttachment(parts, of, { why }), experiment: undone?.experiment ?? null };
}

/** Takes the candidate of a promotion out, whatever its share has become since. @param why for the audit log */
export function rollBackTo(parts: ControlParts, promotion: StoredPromotion, to: Serving, why: object): void {
  const { experiment, id } = promotion;
  rollbackAttachment(parts, scopeName(promotion), { to, why: { experiment, promotion: id, ...why } });
}
