import type { World } from "../../core/compile.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Capabilities } from "../../core/facts.ts";
import { splitTarget, target as targetOf, type Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Control } from "../../store/control.ts";

/** A provider that calls can be sent to. */
export interface ServedProvider {
  readonly name: string;
  /** Models named in the deployment's configuration; null = whatever the price list says it serves, and any model named with it. */
  readonly models: readonly string[] | null;
}

export interface LiveWorldParts {
  readonly providers: readonly ServedProvider[];
  readonly prices: Pick<PriceBook, "providersOf">;
  readonly capabilities: (target: Target) => Capabilities;
  readonly control: Pick<Control, "config">;
}

/** The targets and configs around a policy that serves live traffic: what is configured, not what a log holds. */
export function liveWorld({ providers, prices, capabilities, control }: LiveWorldParts): World {
  const byName = new Map(providers.map((provider) => [provider.name, provider]));

  function serves(provider: ServedProvider, model: string): boolean {
    return provider.models === null
      ? prices.providersOf(model).includes(provider.name)
      : provider.models.includes(model);
  }

  function resolve(text: string): Target {
    const parts = splitTarget(text);
    const named = parts === null ? undefined : byName.get(parts.provider);
    if (parts !== null && named !== undefined && (named.models === null || named.models.includes(parts.model)))
      return text;
    const found = providers.filter((provider) => serves(provider, text)).map(({ name }) => targetOf(text, name));
    if (found.length === 1) return found[0] as Target;
    if (found.length > 1) {
      throw new OperatorError("target_ambiguous", `${JSON.stringify(text)} is served by several providers`, {
        hint: `Name one: ${found.join(", ")}.`,
      });
    }
    throw new OperatorError("target_unknown", `no configured provider serves ${JSON.stringify(text)}`, {
      hint: `Configured: ${providers.map(({ name }) => name).join(", ") || "none"}. Name a target as model:provider, or list the model under its provider in understudy.yaml.`,
    });
  }

  return {
    resolve,
    known: providers.flatMap(({ name, models }) => (models ?? []).map((model) => targetOf(model, name))),
    capabilities,
    config: (name, version) => control.config(name, version)?.policy ?? null,
  };
}
