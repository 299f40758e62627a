import type { ServerResponse } from "node:http";
import { writeFiles } from "../../src/actions/packs/made-pack.fixtures.ts";
import type { CheckReport } from "../../src/contracts/check-report.ts";
import type { ShadowPipeline } from "../../src/shadow/index.ts";
import { asksFor, looksUp, weatherContract } from "../check/packs.ts";
import { upstream, type AskedBody, type Upstream } from "../gateway/running.ts";

export const CITIES = ["Oslo", "Bergen", "Rome", "Lima", "Kyoto"] as const;

/** A check's report, with what the shadow came to. */
export type ShadowReport = CheckReport & { readonly shadow_pipeline: ShadowPipeline };

/** Writes a pack of five contracts, one for each city. Returns its folder. */
export function cityPack(folder: string, golden: object = {}): string {
  const files = CITIES.flatMap((city) => [
    [`contracts/${city}.yaml`, weatherContract(city, [`{id: ${city}, input_ref: ${city}.success.json}`])] as const,
    [`golden/${city}.success.json`, { ...asksFor(city), ...golden }] as const,
  ]);
  writeFiles(`${folder}/cities`, { "pack.yaml": "name: cities\n", ...Object.fromEntries(files) });
  return `${folder}/cities`;
}

/** The city that a request is about. */
export function cityOf({ messages }: AskedBody): string {
  return /Weather in (\w+)/u.exec(JSON.stringify(messages))?.[1] ?? "nowhere";
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Speaks OpenAI's chat completions, and looks every city up. @param seen told when an answer has gone out */
export function openAi(seen: () => void = () => {}): Promise<Upstream> {
  return upstream((_, response, body) => {
    response.on("close", seen);
    json(response, 200, looksUp(cityOf(body)));
  });
}

/** An answer of Anthropic's messages that looks a city up, or says something. */
export function message(city: string | null, text = "I cannot tell."): object {
  return {
    id: "m",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-4-5",
    content:
      city === null ? [{ type: "text", text }] : [{ type: "tool_use", id: "t", name: "get_weather", input: { city } }],
    stop_reason: city === null ? "end_turn" : "tool_use",
    stop_sequence: null,
    usage: { input_tokens: 90, output_tokens: 15 },
  };
}

/** Speaks Anthropic's messages; what it does with a request is told. */
export function anthropic(play: (response: ServerResponse, city: string, call: number) => void): Promise<Upstream> {
  let call = 0;
  return upstream((_, response, body) => play(response, cityOf(body), (call += 1)));
}

/** The quick start's command line, without --pack and the folder. */
export const SIDES = [
  ..."--provider openai --model gpt-4o-mini --shadow-capture".split(" "),
  ..."--shadow-provider anthropic --shadow-model claude-sonnet-4-5".split(" "),
];

export function environment(primary: Upstream, shadow: Upstream): Readonly<Record<string, string>> {
  return {
    OPENAI_BASE_URL: primary.url,
    ANTHROPIC_BASE_URL: shadow.url,
    REPLAYCI_PROVIDER_KEY: "sk-primary",
    REPLAYCI_SHADOW_PROVIDER_KEY: "sk-ant-shadow",
  };
}
