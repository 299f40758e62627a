import type { z } from "zod";
import type { Capabilities } from "./facts.ts";
import type { Plan } from "./plan.ts";
import type { Ask, Question, Unnumbered } from "./question.ts";
import type { Target } from "./target.ts";

/** The JSON tree that says how to route; `strategy` is its tag. Validated by `parsePolicy`. */
export interface Policy {
  readonly strategy: string;
  readonly [key: string]: unknown;
}

/** Decides for one request: pure, synchronous, knows nothing but the answers it is given. */
export type Planner = (ask: Ask) => Plan;

/** What a strategy may use while its policy is made into a planner. */
export interface CompileContext {
  /** The target a text names; throws `target_unknown` or `target_ambiguous`. */
  readonly resolve: (text: string, place: string) => Target;
  /** Every target a ranking without `allow` may choose from. */
  readonly known: readonly Target[];
  readonly capabilities: (target: Target) => Capabilities;
  /** Gives a question its number; an equal question keeps the number it has. */
  readonly question: <Q extends Unnumbered>(question: Q, key: string) => Extract<Question, { kind: Q["kind"] }>;
  readonly compile: (policy: Policy, place: string) => Planner;
  /** Every target that a compiled child may ask, for whichever request; judges included. */
  readonly reach: (planner: Planner) => ReadonlySet<Target>;
  /** The policy of another config; throws `config_unknown` or `config_cycle`. */
  readonly config: (name: string, version: number | undefined, place: string) => Planner;
}

/** One kind of policy: everything that is known about it. */
export interface StrategyDefinition<P extends Policy = Policy> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly example: object;
  /** @param policy the schema of any policy or target, for where one may stand inside this one */
  readonly schema: (policy: z.ZodType<Policy>) => z.ZodType;
  readonly mapChildren: (policy: P, change: (child: Policy, place: string) => Policy) => P;
  readonly compile: (policy: P, context: CompileContext, place: string) => Planner;
}

/** Keeps a definition's own policy type while it stands in the list of all. */
export function defineStrategy<P extends Policy>(definition: StrategyDefinition<P>): StrategyDefinition {
  return definition as unknown as StrategyDefinition;
}

/** `place.key`, or `key` at the root. */
export function inside(place: string, key: string): string {
  return place === "" ? key : `${place}.${key}`;
}
