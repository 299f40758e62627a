import { fair, judgedShop, verdict, type JudgedShop } from "../judge/judged-shop.ts";
import { made } from "./made.ts";
import { dashboardRoutes } from "./routes.ts";
import { pushShadowRuns, runId } from "./shadow-runs.ts";
import { stage, type Stage } from "./stage.ts";

/** A gateway with something on every page of its dashboard. */
export interface FilledHouse {
  readonly here: Stage;
  /** Ids of what is there. */
  readonly simulation: string;
  readonly experiment: string;
  /** Of a row that came through the gateway. */
  readonly row: string;
  /** Addresses to look at by route, the plainest first. There is no house while a route has none. */
  readonly addresses: ReadonlyMap<string, readonly [string, ...string[]]>;
  close(): Promise<void>;
}

const POLICY = { strategy: "fallback_chain", targets: ["gpt-4o-mini:openai", "gpt-4o:openai"] };
const ENDPOINT = { system_prompt: "Answer in one sentence.", policy: "gpt-4o-mini:openai", sessions: true };

export async function filledHouse(): Promise<FilledHouse> {
  const shop = await judgedShop({ "gpt-4.1": (shown) => ({ text: verdict(fair(shown)) }) });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  const here = await stage(shop.data, { providers: { openai } });
  const filled = await fill(here, shop);
  const addresses = addressesOf({ ...filled, experiment: shop.experiment });
  const forgotten = (await dashboardRoutes()).filter((route) => !addresses.has(route));
  if (forgotten.length > 0) throw new Error(`no address is known of ${forgotten.join(", ")}: add one here`);
  return {
    here,
    experiment: shop.experiment,
    ...filled,
    addresses,
    async close() {
      await here.close();
      await shop[Symbol.asyncDispose]();
    },
  };
}

type Ids = Pick<FilledHouse, "simulation" | "experiment" | "row"> & { readonly pair: string };

async function fill({ gateway }: Stage, { experiment }: JudgedShop): Promise<Omit<Ids, "experiment">> {
  await made(gateway, "POST", "/api/configs", { name: "cheaper", policy: POLICY, note: "as agreed" });
  await made(gateway, "POST", "/api/configs", {
    name: "cheaper",
    policy: { ...POLICY, targets: POLICY.targets.toReversed() },
  });
  await made(gateway, "POST", "/api/attachments", { scope: "project:default", config: "cheaper@1" });
  await made(gateway, "PUT", "/api/projects/default/endpoints/support", { definition: ENDPOINT, note: null });
  const shorter = { ...ENDPOINT, system_prompt: "Answer in one word." };
  await made(gateway, "PUT", "/api/projects/default/endpoints/support", { definition: shorter, note: "shorter" });
  await made(gateway, "POST", "/api/keys", { name: "an app", role: "client" });
  await made(gateway, "POST", "/api/mirrors", { policy: "single:gpt-4o-mini:openai", share: 0.5, max_usd_per_day: 1 });
  const judging = { judge: "gpt-4.1:openai", max_spend_usd: 1 };
  await made(gateway, "POST", `/api/experiments/${experiment}/judge-runs`, judging);
  const asked = { policy: "single:gpt-4o-mini:openai", window: { last: "7d" } };
  const { id: simulation } = await made<{ readonly id: string }>(gateway, "POST", "/api/simulations", asked);
  await pushShadowRuns(gateway);
  const { pairs } = await made<{ readonly pairs: readonly { readonly id: string }[] }>(
    gateway,
    "GET",
    "/api/shadow-pairs",
  );
  return { simulation, row: await asLive(gateway), pair: pairs[0]?.id ?? "" };
}

/** @returns the id of a row of live traffic */
async function asLive({ url, key }: Stage["gateway"]): Promise<string> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini:openai", messages: [{ role: "user", content: "question 5" }] }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.headers.get("x-understudy-request-id") as string;
}

function addressesOf({ simulation, experiment, row, pair }: Ids): FilledHouse["addresses"] {
  const tabs = (address: string, ...names: readonly [string, ...string[]]): [string, ...string[]] =>
    names.map((name) => `${address}${address.includes("?") ? "&" : "?"}tab=${name}`) as [string, ...string[]];
  const logged = `/logs?open=${row}`;
  const policy = encodeURIComponent("strategy: single\nmodel: gpt-4o-mini:openai");
  return new Map<string, readonly [string, ...string[]]>([
    ["/logs", ["/logs", ...tabs(logged, "messages", "response", "trace", "usage", "about", "family", "replay")]],
    ["/experiments", ["/experiments"]],
    ["/experiments/new", ["/experiments/new?config=cheaper%401", `/experiments/new?by=policy&policy=${policy}`]],
    [
      "/experiments/$id",
      [`/experiments/${simulation}`, ...tabs(`/experiments/${experiment}`, "result", "pairs", "judge")],
    ],
    ["/shadow", ["/shadow?last=30d"]],
    ["/shadow/pairs/$id", [`/shadow/pairs/${pair}?last=30d`]],
    ["/shadow/runs/$id", [`/shadow/runs/${runId(1)}`]],
    ["/shadow/mirrors", ["/shadow/mirrors", "/shadow/mirrors?add=mirror"]],
    ["/configs", ["/configs"]],
    [
      "/configs/$name",
      tabs("/configs/cheaper?version=2&against=1", "plan", "versions", "differences", "explain", "serving"),
    ],
    ["/endpoints", ["/endpoints"]],
    [
      "/endpoints/$project/$name",
      tabs("/endpoints/default/support?version=2&against=1", "definition", "versions", "differences", "sessions"),
    ],
    ["/keys", ["/keys"]],
    ["/health", ["/health"]],
    ["/audit", ["/audit"]],
  ]);
}
