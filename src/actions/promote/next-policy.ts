import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { Control } from "../../store/control.ts";
import type { AttachmentScope } from "../attachments.ts";
import { compareJson } from "../compare-json.ts";
import { defaultControl, type ChosenScope } from "./choose-scope.ts";
import { scopeName, type InForce } from "./in-force.ts";
import type { Promotable, PromotablePolicy } from "./promotable.ts";
import { CONTROL_ARM, splitOff, type Share } from "./split.ts";

export interface AskedShare {
  /** Of the scope's requests; null = all. */
  readonly percent: number | null;
  /** Of the arm; null = the candidate's name. */
  readonly arm: string | null;
}

/** The share a candidate is to get; null where it serves alone. Throws `usage`. */
export function shareOf({ percent, arm }: AskedShare, { name }: Pick<Promotable, "name">): Share | null {
  if (percent === null && arm !== null)
    throw new OperatorError("usage", "an arm has a name only where the candidate gets a share", {
      field: "--name",
      hint: "Say how much with --percent, such as --percent 10.",
    });
  if (percent === null || percent === 100) return null;
  if (percent > 0 && percent < 100) return { arm: arm ?? name, percent };
  throw new OperatorError("usage", `${percent} % is no share`, {
    field: "--percent",
    hint: "Expected more than 0 and at most 100; `understudy rollback SCOPE` takes the candidate out again.",
  });
}

/** What serves once the candidate has its share. Throws `promote_refused`. @param salt of the dice of a new split; undefined where it is only shown */
export function nextPolicy(
  { id, policy }: PromotablePolicy,
  chosen: ChosenScope,
  before: InForce,
  share: Share | null,
  control: Policy | null,
  salt: (() => string) | undefined,
): Policy {
  if (share === null) return policy;
  const scope = scopeName(chosen.scope);
  if (before.policy !== null && compareJson(before.policy, policy).length === 0)
    throw new OperatorError("promote_refused", `the candidate of ${id} serves all of ${scope} already`, {
      hint: `Take it out with \`understudy rollback ${scope}\`, then promote a share.`,
    });
  return splitOff(before.policy ?? control ?? defaultControl(chosen), policy, share, salt);
}

/** The salt of an earlier split of the scope between the same arms, so that users meet the arm they met before; undefined where there was none. */
export function earlierSalt(
  control: Control,
  { scope, scope_id: id }: AttachmentScope,
  { arm }: Share,
  candidate: Policy,
): string | undefined {
  for (const { config, version } of control.attachmentHistory(scope, id)) {
    const stored = config === null ? null : control.config(config, version ?? undefined);
    const { split = [], salt } = (stored?.policy ?? {}) as {
      readonly split?: readonly { readonly name: string; readonly policy: unknown }[];
      readonly salt?: string;
    };
    const [first, last] = split;
    if (salt === undefined || split.length !== 2 || first?.name !== CONTROL_ARM || last?.name !== arm) continue;
    if (compareJson(last.policy, candidate).length === 0) return salt;
  }
  return undefined;
}
