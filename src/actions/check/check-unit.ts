import { compileContract, type CompiledContract } from "../../contracts/compile-contract.ts";
import type { Contract, GoldenCase } from "../../contracts/contract.ts";
import type { Golden, Pack } from "../../contracts/pack.ts";
import { closest } from "../../core/closest.ts";
import { OperatorError } from "../../core/errors.ts";

/** One case of a contract, ready to be run. */
export interface CheckUnit {
  readonly contract: Contract;
  readonly compiled: CompiledContract;
  readonly case: GoldenCase;
  readonly golden: Golden;
}

/** Contracts to run: all of them, or some by name (id, file or tool), and of these the first so many. */
export interface Chosen {
  readonly only: readonly string[];
  /** Null = no limit. */
  readonly most: number | null;
}

/** The cases of the chosen contracts, in the order of the pack. Throws `usage` for a name that no contract has. */
export function checkUnits({ contracts, golden }: Pack, { only, most }: Chosen): readonly CheckUnit[] {
  const unknown = only.find((name) => !contracts.some((contract) => isNamed(contract, name)));
  if (unknown !== undefined) throw unknownContract(unknown, contracts);
  return contracts
    .filter((contract) => only.length === 0 || only.some((name) => isNamed(contract, name)))
    .slice(0, most ?? contracts.length)
    .flatMap((contract) => {
      const compiled = compileContract(contract);
      return contract.golden_cases.map((one) => ({
        contract,
        compiled,
        case: one,
        golden: golden.get(one.input_ref) as Golden,
      }));
    });
}

function isNamed({ id, file, tool }: Contract, name: string): boolean {
  return name === id || name === file || name === tool || `contracts/${name}` === file;
}

function unknownContract(name: string, contracts: readonly Contract[]): OperatorError {
  const ids = contracts.map(({ id }) => id);
  const meant = closest(name, ids);
  return new OperatorError("usage", `the pack has no contract ${JSON.stringify(name)}`, {
    field: "--only-contracts",
    hint:
      meant === null
        ? `There are ${ids.slice(0, 20).join(", ")}${ids.length > 20 ? ", …" : ""}.`
        : `Did you mean ${meant}?`,
  });
}

/** Why a case does not run in a lane; null where it does. @param provider that is asked, in the live lane */
export function notIn(lane: "recorded" | "live", one: GoldenCase, provider: string): string | null {
  if (lane === "live" && !one.expect_ok)
    return "it tests the contract on an answer that must fail: nobody is asked for one";
  const modes = one.provider_modes;
  const runs = modes.length === 0 || modes.includes(lane) || (lane === "live" && modes.includes(provider));
  return runs ? null : `it runs in ${modes.join(", ")} only`;
}
