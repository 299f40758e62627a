import { describe, expect, it } from "vitest";
import { parseDeployment } from "./actions/deployment.ts";
import { aboutTargets, capabilitiesWith, providerConfigs } from "./gateway-providers.ts";
import { priceBook } from "./prices/index.ts";

const configsOf = (providers: object) => providerConfigs(parseDeployment({ providers }, null), () => undefined);

describe("what targets can do", () => {
  const local = {
    kind: "openai-compatible",
    base_url: "http://127.0.0.1:1",
    allow_private: true,
    models: ["plain", { name: "tiny", tools: false, images: false, context_window: 8_192 }],
  };
  const can = capabilitiesWith(priceBook({}), configsOf({ local, anthropic: {}, mock: {} }));

  it("is what understudy.yaml says of a model, the rest unknown", () => {
    expect(can("tiny:local")).toEqual({
      tools: false,
      images: false,
      json_schema: null,
      logprobs: null,
      context_window: 8_192,
      max_output: null,
    });
    expect(can("plain:local")).toMatchObject({ tools: null, context_window: null });
  });

  it("is else what the price library lists and the provider is known for", () => {
    expect(can("claude-sonnet-4-5:anthropic")).toMatchObject({ logprobs: false, tools: null });
    expect(can("gpt-4o:mock").context_window).toBe(128_000);
    expect(can("no-such-model:elsewhere").context_window).toBeNull();
  });

  it("is refused where it cannot be read, with the place", () => {
    const models = (...given: unknown[]) => configsOf({ local: { ...local, models: given } });
    expect(() => models({ name: "tiny", tool: false })).toThrow('Unrecognized key: "tool"');
    expect(() => models({ name: "tiny", context_window: 0 })).toThrow("expected number to be >0");
    expect(() => models(7)).toThrow("expected a model's name, or an object of name");
  });
});

describe("what is known of targets before they are called", () => {
  const prices = priceBook({});
  const configs = configsOf({ openai: {}, mine: { kind: "openai", key_env: "MINE" }, recorded: {}, mock: {} });
  const about = aboutTargets({ configs, prices, environment: (name) => (name === "MINE" ? "secret" : "") });

  it("is the kind of their provider, the key it lacks, and what calls are priced at", () => {
    expect(about("gpt-4o:openai")).toMatchObject({ kind: "openai", missing_key: "OPENAI_API_KEY", recorded: false });
    expect(about("gpt-4o:mine")).toMatchObject({ kind: "openai", missing_key: null, rates: null });
    expect(about("gpt-4o:mock")).toMatchObject({ missing_key: null, rates: prices.card("gpt-4o:openai") });
    expect(about("gpt-4o:recorded")).toMatchObject({ missing_key: null, recorded: true });
    expect(about("gpt-4o:elsewhere")).toBeNull();
  });
});
