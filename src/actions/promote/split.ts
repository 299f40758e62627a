import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import { compareJson } from "../compare-json.ts";

interface Arm {
  readonly weight: number;
  readonly name: string;
  readonly policy: Policy;
}

export const CONTROL_ARM = "control";

/** A candidate's share of what serves. */
export interface Share {
  /** Name of its arm. */
  readonly arm: string;
  /** Of the requests, above 0 and below 100. */
  readonly percent: number;
}

/**
 * Gives a candidate a share of what serves: the policy in force becomes the first arm, as it stands. Where it is such a split already,
 * weights change and the salt stays, so that users move only between control and candidate. Throws `promote_refused`.
 * @param salt of the dice of a new split; undefined where it is only shown
 */
export function splitOff(
  inForce: Policy,
  candidate: Policy,
  { arm, percent }: Share,
  salt: (() => string) | undefined,
): Policy {
  const weights = [round(100 - percent), percent] as const;
  const arms = armsOf(inForce);
  const there = arms.findIndex(({ name }) => name === arm);
  if (there === -1) {
    if (arm === CONTROL_ARM)
      throw new OperatorError("promote_refused", `${arm} is what the other arm is called`, { field: "--name" });
    const split = [
      { weight: weights[0], name: CONTROL_ARM, policy: inForce },
      { weight: weights[1], name: arm, policy: candidate },
    ];
    const made = { strategy: "ab_test", split };
    return salt === undefined ? made : { ...made, salt: salt() };
  }
  const [control, last] = arms;
  if (arms.length !== 2 || there !== 1 || control === undefined || last === undefined)
    throw new OperatorError("promote_refused", `what serves has an arm ${arm} that is not the second of two`, {
      hint: "Change the weights in a policy file and store it: `understudy configs add NAME FILE`.",
    });
  if (compareJson(last.policy, candidate).length > 0)
    throw new OperatorError("promote_refused", `the arm ${arm} of what serves is another policy`, {
      hint: "Name the new arm with --name, or roll back first.",
    });
  const split = [
    { ...control, weight: weights[0] },
    { ...last, weight: weights[1] },
  ];
  return { ...inForce, split };
}

/** The arms of a split; none where a policy is no split. */
function armsOf(policy: Policy): readonly Arm[] {
  return policy.strategy === "ab_test" ? (policy["split"] as readonly Arm[]) : [];
}

function round(weight: number): number {
  return Math.round(weight * 1e6) / 1e6;
}
