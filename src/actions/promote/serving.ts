import type { Control } from "../../store/control.ts";
import type { Serving, StoredPromotion } from "../../store/promotions.ts";
import type { AttachmentScope } from "../attachments.ts";

/** What is attached to a scope itself. */
export function servingOf(control: Control, { scope, scope_id: id }: AttachmentScope): Serving {
  const [attachment] = control.attachmentHistory(scope, id);
  return { config: attachment?.config ?? null, version: attachment?.version ?? null, endpoint_version: null };
}

export function sameServing(left: Serving, right: Serving): boolean {
  return (
    left.config === right.config && left.version === right.version && left.endpoint_version === right.endpoint_version
  );
}

/** The promotion by which a scope is served as it is; null where something else changed it last. */
export function promotionInForce(control: Control, scope: AttachmentScope): StoredPromotion | null {
  const serving = servingOf(control, scope);
  if (serving.config === null) return null;
  return control.promotions(scope).find((one) => sameServing(one.serving, serving)) ?? null;
}
