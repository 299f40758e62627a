import { boundaryOf } from "../../contracts/boundary.ts";
import { checkContract } from "../../contracts/check-contract.ts";
import type { CompiledContract } from "../../contracts/compile-contract.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Seen } from "../../contracts/finding.ts";
import type { Answer } from "../../core/answer/answer.ts";
import type { JsonObject } from "../../core/json.ts";
import type { NeutralPrompt } from "../../core/neutral/neutral.ts";
import type { PairSide } from "../../experiments/index.ts";
import { comparePair, type PairedCheck } from "../../shadow/compare-pair.ts";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { Mirrored } from "./mirrored.ts";

export interface ToCompare {
  readonly mirrored: Mirrored;
  /** As the candidate was sent it. */
  readonly request: JsonObject;
  /** Redaction changed it. */
  readonly redacted: boolean;
  readonly prompt: NeutralPrompt;
  /** What the caller was answered, redacted where the project wants that. */
  readonly answer: Answer | null;
  readonly candidate: PairSide;
  readonly contracts: readonly CompiledContract[];
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** Names of the tools that a contract speaks of. */
function toolsOf({ tool, expect_tools, expected_tool_calls }: Contract): readonly string[] {
  return [...(tool === null ? [] : [tool]), ...expect_tools, ...expected_tool_calls.map(({ name }) => name)];
}

/** Whether a contract says anything of a request: it offers the contract's tools, and its input is as the contract wants it. */
export function appliesTo(
  { contract, input }: CompiledContract,
  request: JsonObject,
  offered: ReadonlySet<string>,
): boolean {
  return (
    toolsOf(contract).every((name) => offered.has(name)) && input.every((check) => check(request).status !== "failed")
  );
}

/** Holds the caller's answer and the candidate's against each other, and both against the contracts that apply. */
export function compareMirrored(pair: ToCompare): ShadowComparison {
  const { mirrored, request, redacted, prompt, answer, candidate, contracts, hash } = pair;
  const boundary = boundaryOf(request, mirrored.asked.dialect, hash);
  const offered = new Set(prompt.tools.map(({ name }) => name));
  const seen = (side: Omit<Seen, "request" | "outcomes" | "golden">): Seen => ({
    ...side,
    request,
    outcomes: {},
    golden: null,
  });
  const { primary } = mirrored;
  const original = seen({ ...primary, answer });
  const replay = seen(candidate);
  const checks = contracts
    .filter((compiled) => appliesTo(compiled, request, offered))
    .map((compiled): PairedCheck => {
      const { id, critical } = compiled.contract;
      return {
        contract: id,
        critical,
        primary: [checkContract(compiled, original)],
        shadow: [checkContract(compiled, replay)],
      };
    });
  return comparePair({
    contract: null,
    case: null,
    trial: 1,
    at: mirrored.asked.created_at,
    redacted,
    primary: { ...primary, answer, boundary },
    shadow: { ...candidate, boundary },
    checks,
    neverNormalize: [],
  });
}
