import type { StoredPromotion } from "../../store/promotions.ts";
import { attachedConfig } from "../attachments.ts";
import { audit, type ControlParts } from "../audited.ts";
import { scopeName, splitScope } from "./in-force.ts";
import type { PromoteRequest } from "./promotion.ts";
import { shownWatch, type ShownWatch } from "./watch/list-watches.ts";
import { startWatch, type AskedWatch } from "./watch/start-watch.ts";

/** Writes down that a candidate serves, for whoever takes it back, watches it, or asks what came of it. */
export function recordPromotion(
  parts: ControlParts,
  { force }: Pick<PromoteRequest, "force">,
  made: Omit<StoredPromotion, "id" | "at" | "actor">,
): StoredPromotion {
  const promotion = { id: `prm_${parts.newId()}`, ...made, at: parts.now(), actor: parts.actor };
  parts.control.addPromotion(promotion);
  const { experiment, arm, percent, serving, before } = promotion;
  const name = (one: StoredPromotion["serving"]): string | null =>
    one.endpoint_version === null ? attachedConfig(one) : `${splitScope(promotion)[1]}@${one.endpoint_version}`;
  audit(parts, "experiment.promote", {
    experiment,
    scope: scopeName(promotion),
    [serving.endpoint_version === null ? "config" : "endpoint"]: name(serving),
    before: name(before),
    arm,
    percent,
    promotion: promotion.id,
    ...(force ? { forced: true } : {}),
  });
  return promotion;
}

/** The watch that was asked for; null where none was, or nothing is there to watch. */
export function watchOf(
  parts: ControlParts,
  promotion: StoredPromotion | null,
  asked: AskedWatch | null,
): ShownWatch | null {
  return promotion === null || asked === null ? null : shownWatch(parts.control, startWatch(parts, promotion, asked));
}
