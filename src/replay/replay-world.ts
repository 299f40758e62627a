import type { World } from "../core/compile.ts";
import { OperatorError } from "../core/errors.ts";
import { UNKNOWN_CAPABILITIES, type Capabilities } from "../core/facts.ts";
import { splitTarget, target as targetOf, type Target } from "../core/target.ts";
import type { Census } from "./knowledge/census.ts";

/** What a replay asks of prices: `PriceBook` answers it. */
interface KnownTargets {
  knows(target: Target): boolean;
  providersOf(model: string): readonly string[];
  contextWindow(target: Target): number | null;
}

/** Where a replay finds other configs. */
interface KnownConfigs {
  config(name: string, version?: number): { readonly policy: unknown } | null;
}

/** What a target is known to take: its context window, as far as the price tables list one. */
export function capabilitiesOf(prices: Pick<KnownTargets, "contextWindow">): (target: Target) => Capabilities {
  return (target) => ({ ...UNKNOWN_CAPABILITIES, context_window: prices.contextWindow(target) });
}

/** The targets and configs around a policy that is replayed over a log. */
export function replayWorld(census: Census, prices: KnownTargets, control: KnownConfigs): World {
  const seen = [...census.targets.values()];

  function resolve(text: string): Target {
    if (census.targets.has(text) || (splitTarget(text) !== null && prices.knows(text))) return text;
    const inLog = seen.map(({ target }) => target).filter((target) => splitTarget(target)?.model === text);
    const found = inLog.length > 0 ? inLog : prices.providersOf(text).map((provider) => targetOf(text, provider));
    if (found.length === 1) return found[0] as Target;
    if (found.length > 1) {
      throw new OperatorError("target_ambiguous", `${JSON.stringify(text)} is served by several providers`, {
        hint: `Name one: ${found.join(", ")}.`,
      });
    }
    throw new OperatorError("target_unknown", `no provider is known to serve ${JSON.stringify(text)}`, {
      hint: `The log holds ${listed(seen.map(({ target }) => target))}. Others need a price the library knows, or a line in a price file (--prices).`,
    });
  }

  return {
    resolve,
    known: seen.filter(({ rows, failures }) => rows > failures).map(({ target }) => target),
    capabilities: capabilitiesOf(prices),
    config: (name, version) => control.config(name, version)?.policy ?? null,
  };
}

const MOST_LISTED = 8;

function listed(targets: readonly Target[]): string {
  if (targets.length === 0) return "no answers yet";
  const more = targets.length - MOST_LISTED;
  return targets.slice(0, MOST_LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
