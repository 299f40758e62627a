import { hash64 } from "../core/dice.ts";
import { pinPolicy, type Pinning } from "../core/pin-policy.ts";
import type { Policy } from "../core/policy.ts";

/**
 * A candidate as it would be stored: references pinned, splits with the salt of their dice. A split that has none gets one
 * from its policy and the seed, so that the same question has the same answer, wherever it is asked.
 */
export function pinForReplay(
  { name, policy }: { readonly name: string; readonly policy: Policy },
  find: Pinning["find"],
  seed: string | null,
): Policy {
  let splits = 0;
  return pinPolicy(policy, {
    name,
    previous: null,
    find,
    newSalt() {
      const { hi, lo } = hash64(JSON.stringify([policy, seed, splits++]));
      return hi.toString(16).padStart(8, "0") + lo.toString(16).padStart(8, "0");
    },
  });
}
