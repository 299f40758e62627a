import * as z from "zod";
import { compileContract } from "../../contracts/compile-contract.ts";
import { FAILURE_CLASSES, type Contract } from "../../contracts/contract.ts";
import { OperatorError } from "../../core/errors.ts";
import { fieldText, issueText } from "../../core/issue-text.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { Control } from "../../store/control.ts";
import { namedConfig, type NamedPolicy } from "../policy-reference.ts";
import { MIRROR_DEFAULTS, type NewMirror } from "./mirrors.ts";

/** A mirror as the API is asked for it. */
export interface MirrorBody {
  readonly project: string;
  readonly endpoint: string | null;
  /** A policy, the name of a config, or `single:MODEL:PROVIDER`. */
  readonly policy: unknown;
  /** What the candidate is called, where its policy is no config and no single target. */
  readonly name: string | null;
  readonly share: number;
  readonly max_usd_per_day: number;
  readonly timeout_ms?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly pack: { readonly name: string; readonly hash: string; readonly contracts: readonly unknown[] } | null;
}

/** What checking reads of a contract; the rest is read by `compileContract`. */
const contractShape = z.looseObject({
  id: z.string().min(1),
  file: z.string(),
  tool: z.string().nullable(),
  critical: z.boolean(),
  expect_tools: z.array(z.string()),
  tool_order: z.enum(["strict", "any"]),
  tool_call_match_mode: z.enum(["strict", "any", "subset"]),
  pass_threshold: z.number(),
  expected_tool_calls: z.array(z.looseObject({ name: z.string() })),
  allowed_errors: z.array(z.enum(FAILURE_CLASSES)),
});

/** Throws `mirror_invalid`, `contract_invalid`, `config_unknown`, and what reading a policy throws. */
export function askedMirror(control: Control, body: MirrorBody): NewMirror {
  const { pack, policy, name, timeout_ms, concurrency, ...rest } = body;
  return {
    ...rest,
    candidate: candidate(control, policy, name),
    timeout_ms: timeout_ms ?? MIRROR_DEFAULTS.timeout_ms,
    concurrency: concurrency ?? MIRROR_DEFAULTS.concurrency,
    pack: pack === null ? null : { ...pack, contracts: pack.contracts.map(contractAt) },
  };
}

function candidate(control: Control, policy: unknown, name: string | null): NamedPolicy {
  if (typeof policy === "string") return namedConfig(policy, control);
  const parsed = parsePolicy(policy);
  return { policy: parsed, name: name ?? parsed.strategy, version: null, file: name };
}

/** Contracts come as a pack holds them once it is read; compiling one says what is wrong with it. */
function contractAt(value: unknown, index: number): Contract {
  const whole = contractShape.safeParse(value);
  const field = `pack.contracts[${index}]`;
  if (!whole.success) {
    const [issue] = whole.error.issues;
    const place = [field, fieldText(issue?.path ?? [])].filter((part) => part !== "").join(".");
    throw new OperatorError("mirror_invalid", issue === undefined ? "not understood" : issueText(issue), {
      field: place,
    });
  }
  const contract = value as Contract;
  compileContract(contract);
  return contract;
}
