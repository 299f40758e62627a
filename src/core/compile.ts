import { OperatorError, type ErrorPlace } from "./errors.ts";
import type { Capabilities } from "./facts.ts";
import { parsePolicy, strategyOf } from "./policy.ts";
import type { Question, Unnumbered } from "./question.ts";
import type { CompileContext, Planner, Policy, StrategyDefinition } from "./strategy.ts";
import type { Target } from "./target.ts";

/** What exists around a policy: targets and other configs. */
export interface World {
  /** The target a text names; throws `target_unknown` or `target_ambiguous`. */
  readonly resolve: (text: string) => Target;
  /** Every target a ranking without `allow` may choose from. */
  readonly known: readonly Target[];
  readonly capabilities: (target: Target) => Capabilities;
  /** A stored config's policy; null where there is none. */
  readonly config: (name: string, version: number | undefined) => unknown;
}

/** A policy made ready: `plan(ask)` decides for one request by asking `questions`, some or all of them. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly plan: Planner;
  /** Grows while plans are made: a question is there once it may be asked. */
  readonly questions: readonly Question[];
  /** Every target the policy names or may choose. */
  readonly targets: ReadonlySet<Target>;
}

/** Fills the place into errors thrown below it. */
function placed<T>(place: ErrorPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OperatorError) throw error.at(place);
    throw error;
  }
}

/** Makes a valid policy into a planner. Throws what `World` throws, `condition_invalid`, and `config_cycle`. */
export function compilePolicy(policy: Policy, world: World): CompiledPolicy {
  const questions: Question[] = [];
  const numbered = new Map<string, Question>();
  const reached = new WeakMap<Planner, ReadonlySet<Target>>();

  /** @param asked takes every target that what is compiled here may ask */
  const contextWithin = (trail: readonly string[], asked: Set<Target>): CompileContext => ({
    resolve: (text, place) => {
      const target = placed(place === "" ? {} : { field: place }, () => world.resolve(text));
      asked.add(target);
      return target;
    },
    get known() {
      for (const target of world.known) asked.add(target);
      return world.known;
    },
    capabilities: world.capabilities,
    question: <Q extends Unnumbered>(question: Q, key: string) => {
      const whole = `${question.kind} ${key}`;
      let known = numbered.get(whole);
      if (known === undefined) {
        known = { ...question, id: questions.length } as unknown as Question;
        numbered.set(whole, known);
        questions.push(known);
      }
      return known as Extract<Question, { kind: Q["kind"] }>;
    },
    compile: (child, place) => made(child, trail, place, asked),
    reach: (planner) => reached.get(planner) ?? new Set(),
    config: (name, version, place) => {
      const which = version === undefined ? name : `${name}@${version}`;
      if (trail.includes(which)) {
        const circle = [...trail.slice(trail.indexOf(which)), which].join(" -> ");
        throw new OperatorError("config_cycle", `configs refer to each other in a circle: ${circle}`, { field: place });
      }
      const stored = world.config(name, version);
      if (stored === null) throw new OperatorError("config_unknown", `there is no config ${which}`, { field: place });
      const file = `config ${which}`;
      const child = parsePolicy(stored, file);
      return placed({ file }, () => made(child, [...trail, which], "", asked));
    },
  });

  function made(child: Policy, trail: readonly string[], place: string, outer: Set<Target>): Planner {
    const asked = new Set<Target>();
    const strategy = strategyOf(child.strategy) as StrategyDefinition;
    const planner = strategy.compile(child, contextWithin(trail, asked), place);
    reached.set(planner, asked);
    for (const target of asked) outer.add(target);
    return planner;
  }

  const targets = new Set<Target>(world.known);
  return { policy, plan: made(policy, [], "", targets), questions, targets };
}
