import type { Control } from "../../store/control.ts";
import type { Serving, StoredPromotion } from "../../store/promotions.ts";
import type { AttachmentScope } from "../attachments.ts";
import { splitScope } from "./in-force.ts";

/** What is attached to a scope itself. */
export function servingOf(control: Control, { scope, scope_id: id }: AttachmentScope): Serving {
  const [attachment] = control.attachmentHistory(scope, id);
  return { config: attachment?.config ?? null, version: attachment?.version ?? null, endpoint_version: null };
}

/** The promotions by which a scope is served as it is, newest first: of its attachment, and of an endpoint's version. */
export function promotionsInForce(control: Control, scope: AttachmentScope): readonly StoredPromotion[] {
  const { config, version } = servingOf(control, scope);
  const newest = scope.scope === "endpoint" ? (control.endpoint(...splitScope(scope))?.version ?? null) : null;
  const all = control.promotions(scope);
  const attached = config === null ? undefined : all.find((one) => holds(one, config, version));
  const own = newest === null ? undefined : all.find((one) => one.serving.endpoint_version === newest);
  return [attached, own].filter((one) => one !== undefined).toSorted((a, b) => all.indexOf(a) - all.indexOf(b));
}

function holds({ serving }: StoredPromotion, config: string, version: number | null): boolean {
  return serving.endpoint_version === null && serving.config === config && serving.version === version;
}
