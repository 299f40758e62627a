import * as z from "zod";
import { OperatorError } from "./errors.ts";
import { fieldText, issueText } from "./issue-text.ts";
import { STRATEGIES } from "./strategies/index.ts";
import type { Policy, StrategyDefinition } from "./strategy.ts";

export type { Policy } from "./strategy.ts";

/** The definition of a strategy by its name or alias. */
export function strategyOf(name: unknown): StrategyDefinition | null {
  return STRATEGIES.find((known) => known.name === name || known.aliases.includes(name as string)) ?? null;
}

/** A policy, or a target standing for `{"strategy":"single","model":target}`. */
const slot: z.ZodType<Policy> = z.lazy(() =>
  z.unknown().transform((value, context): Policy => {
    const fail = (message: string, path: (string | number)[] = []): never => {
      context.issues.push({ code: "custom", message, path, input: value });
      return z.NEVER;
    };
    if (typeof value === "string") {
      return value === ""
        ? fail("expected a target or a policy, found an empty text")
        : { strategy: "single", model: value };
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return fail(`expected a policy ({"strategy": ...}) or a target ("model:provider")`);
    }
    const definition = strategyOf((value as Policy)["strategy"]);
    if (definition === null) {
      const names = STRATEGIES.map((known) => known.name).join(", ");
      const given = (value as Policy)["strategy"] as unknown;
      const found = given === undefined ? "nothing" : JSON.stringify(given);
      return fail(`expected one of ${names}; found ${found}`, ["strategy"]);
    }
    const schema = definition.schema(slot);
    const parsed = schema.safeParse(value);
    if (parsed.success) return { ...(parsed.data as Policy), strategy: definition.name };
    for (const { path, keys } of unknownKeys(parsed.error.issues)) {
      const expected = path.length === 0 && schema instanceof z.ZodObject ? `; expected ${keyList(schema)}` : "";
      for (const key of keys) fail(`unknown key${expected}`, [...path, key]);
    }
    for (const issue of parsed.error.issues) {
      if (issue.code !== "unrecognized_keys") fail(issueText(issue), issue.path as (string | number)[]);
    }
    return z.NEVER;
  }),
);

function unknownKeys(
  issues: readonly z.core.$ZodIssue[],
): readonly { readonly path: (string | number)[]; readonly keys: readonly string[] }[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? [{ path: issue.path as (string | number)[], keys: issue.keys }] : [],
  );
}

function keyList(schema: z.ZodObject): string {
  return Object.keys(schema.shape).join(", ");
}

/** A valid policy, nested ones included, or an `OperatorError` that names file and field. */
export function parsePolicy(value: unknown, file?: string): Policy {
  const parsed = slot.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, message } = mistakeOf(parsed.error.issues[0] as z.core.$ZodIssue);
  throw new OperatorError("policy_invalid", `${field === "" ? "the policy" : `\`${field}\``}: ${message}`, {
    ...(file === undefined ? {} : { file }),
    ...(field === "" ? {} : { field }),
  });
}

/** What is wrong with a policy, and in which field; "" is the policy itself. */
export interface PolicyMistake {
  readonly field: string;
  readonly message: string;
}

/** Everything that keeps a value from being a policy, where `parsePolicy` says the first; nothing where it is one. */
export function policyMistakes(value: unknown): readonly PolicyMistake[] {
  return slot.safeParse(value).error?.issues.map(mistakeOf) ?? [];
}

function mistakeOf({ path, message }: z.core.$ZodIssue): PolicyMistake {
  return { field: fieldText(path), message };
}

/** The same policy with every policy directly inside it replaced. */
export function mapChildren(policy: Policy, change: (child: Policy, place: string) => Policy): Policy {
  return (strategyOf(policy.strategy) as StrategyDefinition).mapChildren(policy, change);
}
