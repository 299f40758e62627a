import type { HashText } from "../core/fingerprint.ts";
import { allowanceFor, isExpired } from "./allowance.ts";
import type { Contract } from "./contract.ts";
import type { Allowance, NonReproducible, Pack } from "./pack.ts";
import { reproducibility } from "./reproducibility.ts";

/** A case that says nothing where nobody is called. */
export interface SilentCase {
  readonly case: string;
  readonly reason: NonReproducible;
  /** What the allow-list has for it; `expired` where that is over. */
  readonly allowance: Allowance | null;
  readonly expired: boolean;
}

/** The cases of a contract that say nothing on their recordings, and why. @param now ms since the epoch */
export function silentCases(pack: Pack, contract: Contract, now: number, hash: HashText): readonly SilentCase[] {
  return contract.golden_cases.flatMap((one) => {
    const golden = pack.golden.get(one.input_ref);
    if (golden === undefined) return [];
    const reason = reproducibility(contract, one, golden, pack.recordings.get(one.id) ?? null, hash);
    if (reason === null) return [];
    const allowance = allowanceFor(pack.allowances, { file: contract.file, reason }, now);
    return [{ case: one.id, reason, allowance, expired: allowance !== null && isExpired(allowance, now) }];
  });
}
