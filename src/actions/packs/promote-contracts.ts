import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Contract } from "../../contracts/contract.ts";
import type { Pack } from "../../contracts/pack.ts";
import { closest } from "../../core/closest.ts";
import { OperatorError } from "../../core/errors.ts";
import { withStatus } from "./contract-text.ts";
import { readPack } from "./read-pack.ts";
import { writeInside } from "./write-inside.ts";

/** What came of promoting one contract. */
export interface PromotedContract {
  readonly contract: Contract;
  /** It was a draft until now. */
  readonly changed: boolean;
}

/**
 * Makes drafts of a pack block: `status` is set in their files, and not a character besides. Nothing is written unless all of them are there.
 * @param names ids of contracts, or null for every draft. Throws what `readPack` does, and `contract_unknown`.
 */
export function promoteContracts(
  folder: string,
  names: readonly string[] | null,
): { readonly pack: Pack; readonly promoted: readonly PromotedContract[] } {
  const pack = readPack(folder);
  const chosen =
    names === null
      ? pack.contracts.filter(({ status }) => status === "observed")
      : [...new Set(names)].map((name) => contractNamed(pack, name));
  const promoted = chosen.map((contract) => ({ contract, changed: contract.status === "observed" }));
  for (const { contract, changed } of promoted) {
    if (!changed) continue;
    const { file } = contract;
    writeInside(folder, file, withStatus(readFileSync(join(folder, file), "utf8"), file, "promoted"));
  }
  return { pack, promoted };
}

function contractNamed({ folder, contracts }: Pack, name: string): Contract {
  const found = contracts.find(({ id, file }) => id === name || file === name);
  if (found !== undefined) return found;
  const near = closest(
    name,
    contracts.map(({ id }) => id),
  );
  throw new OperatorError("contract_unknown", `the pack has no contract ${JSON.stringify(name)}`, {
    file: folder,
    ...(near === null ? {} : { hint: `Did you mean ${near}?` }),
  });
}
