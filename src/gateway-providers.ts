import type { Spine } from "./actions/serve/spine.ts";
import type { Deployment } from "./actions/deployment.ts";
import { capabilitiesOf } from "./replay/replay-world.ts";
import { OperatorError } from "./core/errors.ts";
import type { Capabilities } from "./core/facts.ts";
import { costOf, rateAt } from "./core/rates.ts";
import { splitTarget, target as targetOf, type Target } from "./core/target.ts";
import type { Usage } from "./core/usage.ts";
import type { PriceBook } from "./prices/index.ts";
import { LIVE_PROVIDERS } from "./providers/live.ts";
import { providerConfig, type LiveSetup, type ProviderConfig } from "./providers/live-provider.ts";

type Environment = (name: string) => string | undefined;

/** Providers as configured; without any, those whose key stands in the environment. */
export function providerConfigs(
  deployment: Deployment,
  environment: Environment,
): Readonly<Record<string, ProviderConfig>> {
  const written = Object.entries(deployment.providers);
  if (written.length === 0) {
    const ready = LIVE_PROVIDERS.filter(
      ({ key_env: variable }) => variable !== null && (environment(variable) ?? "") !== "",
    );
    return Object.fromEntries(ready.map(({ name }) => [name, providerConfig.parse({})]));
  }
  return Object.fromEntries(
    written.map(([name, given]) => {
      const parsed = providerConfig.safeParse(given ?? {});
      if (parsed.success) return [name, parsed.data];
      const issue = parsed.error.issues[0];
      throw new OperatorError("deployment_invalid", issue?.message ?? "not understood", {
        field: ["providers", name, ...(issue?.path ?? [])].join("."),
      });
    }),
  );
}

/** The mock plays models of others, and is priced as they are. */
export function priced(target: Target, prices: PriceBook): Target {
  const parts = splitTarget(target);
  if (parts === null || parts.provider !== "mock") return target;
  const [maker] = prices.providersOf(parts.model);
  return maker === undefined ? target : targetOf(parts.model, maker);
}

/** What calls cost; the mock's as those of the models it plays. */
export function costWith(prices: PriceBook): LiveSetup["cost"] {
  const names = new Map<Target, Target>();
  return (target: Target, usage: Usage, at: number) => {
    let name = names.get(target);
    if (name === undefined) names.set(target, (name = priced(target, prices)));
    const card = prices.card(name);
    const rate = card === null ? null : rateAt(card, at);
    return rate === null ? null : costOf(rate.span, usage);
  };
}

/** Who serves a bare model name: with nothing else configured, the mock plays all of them. */
export function mockPrices(prices: PriceBook, mock: boolean, configs: object): Pick<PriceBook, "providersOf"> {
  if (!mock || Object.keys(configs).length > 0) return prices;
  return { providersOf: (model) => (model.includes(":") ? [] : ["mock"]) };
}

/** What targets can do: as `understudy.yaml` says, else as their provider is known for, else the price library's context window. */
export function capabilitiesWith(
  prices: PriceBook,
  configs: Readonly<Record<string, ProviderConfig>>,
): (target: Target) => Capabilities {
  const listed = capabilitiesOf(prices);
  const declared = new Map<Target, Partial<Capabilities>>();
  for (const [provider, { models = [] }] of Object.entries(configs)) {
    for (const { name, ...can } of models) declared.set(targetOf(name, provider), can);
  }
  return (target) => {
    const provider = splitTarget(target)?.provider ?? "";
    const kind = configs[provider]?.kind ?? provider;
    const { lacks } = LIVE_PROVIDERS.find(({ name }) => name === kind) ?? {};
    return { ...listed(priced(target, prices)), ...lacks, ...declared.get(target) };
  };
}

export interface AboutParts {
  readonly configs: Readonly<Record<string, ProviderConfig>>;
  readonly prices: PriceBook;
  readonly environment: Environment;
}

/** What is known of targets before they are called. */
export function aboutTargets({ configs, prices, environment }: AboutParts): Spine["about"] {
  return (target) => {
    const provider = splitTarget(target)?.provider ?? "";
    const config = configs[provider];
    if (config === undefined) return null;
    const kind = config.kind ?? provider;
    const known = LIVE_PROVIDERS.find(({ name }) => name === kind);
    const variable = known === undefined ? null : (config.key_env ?? known.key_env);
    return {
      kind,
      missing_key: variable === null || (environment(variable) ?? "") !== "" ? null : variable,
      rates: prices.card(priced(target, prices)),
      recorded: kind === "recorded",
    };
  };
}
