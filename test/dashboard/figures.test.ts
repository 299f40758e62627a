import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EVIDENCE } from "../../src/core/evidence.ts";
import type { JudgeResult } from "../../src/judging/index.ts";
import { until } from "../gateway/playing.ts";
import { fair, judgedShop, verdict, type JudgedShop } from "../judge/judged-shop.ts";
import { stage, type Stage } from "./stage.ts";

const SCORE = JSON.stringify({ reason: "so it is", score: 0.8, replay_errors: [], injection_suspected: false });

let shop: JudgedShop;
let here: Stage;
const paths: Record<string, string> = {};

/** Begins a judge run and waits for its end. */
async function judged(protocol: string): Promise<string> {
  const asked = { judge: "gpt-4.1:openai", protocol, max_spend_usd: 1 };
  const begun = await here.gateway.api("POST", `/api/experiments/${shop.experiment}/judge-runs`, asked);
  const { id } = begun.body as unknown as { id: string };
  await until(
    "the judge's last word",
    async () => {
      const { body } = await here.gateway.api("GET", `/api/judge-runs/${id}`);
      return (body as unknown as JudgeResult).run.state === "completed" ? true : undefined;
    },
    60_000,
  );
  return `/experiments/${shop.experiment}?tab=judge&judge=${id}`;
}

beforeAll(async () => {
  shop = await judgedShop({
    "gpt-4.1": (shown, body) => ({ text: JSON.stringify(body).includes("score") ? SCORE : verdict(fair(shown)) }),
  });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
  const targets = ["gpt-4o-mini:openai", "gpt-4o:openai"];
  const asked = { policy: { strategy: "fallback_chain", targets }, window: { last: "7d" } };
  const simulated = (await here.gateway.api("POST", "/api/simulations", asked)).body as unknown as { id: string };
  paths["a simulation"] = `/experiments/${simulated.id}`;
  paths["a measured result"] = `/experiments/${shop.experiment}`;
  paths["verdicts of a judge"] = await judged("pairwise");
  paths["scores of a judge"] = await judged("equivalence");
  const { body } = await here.gateway.api("GET", `/api/experiments/${shop.experiment}/pairs?limit=1`);
  const [pair] = (body as unknown as { pairs: readonly { request_id: string }[] }).pairs;
  await here.gateway.api("POST", `/api/experiments/${shop.experiment}/labels`, {
    request_id: pair?.request_id,
    verdict: "equivalent",
  });
}, 240_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

const KIND = new RegExp(`(?:${EVIDENCE.join("|")})`, "u");
const INTERVAL = /\d+ ?%: |with 95%|no interval|unidentified|could be /u;

/** What each numbered box of a page says. */
function boxes(page: Page): Promise<readonly string[]> {
  return page.locator("main [role=group]").evaluateAll((found) => found.map(({ textContent }) => textContent ?? ""));
}

it.each(["a simulation", "a measured result", "verdicts of a judge", "scores of a judge"])(
  "%s: no number without n, evidence and interval, no chart without its unit, n, evidence, numbers on hover and its table",
  async (name) => {
    const { page, open, trouble } = await here.signedIn();
    await open(paths[name] as string);
    await page.getByRole("figure").first().waitFor();
    const said = await boxes(page);
    expect(said.length).toBeGreaterThan(1);
    expect(said.filter((text) => !/n = \d/u.test(text))).toEqual([]);
    expect(said.filter((text) => !KIND.test(text))).toEqual([]);
    expect(said.filter((text) => !INTERVAL.test(text))).toEqual([]);
    const charts = await page.getByRole("figure").all();
    for (const chart of charts) {
      const caption = await chart.locator("figcaption").textContent();
      expect(caption).toMatch(/(?:ms|USD|pairs|requests).*, n = [\d,]+/u);
      expect(caption).toMatch(KIND);
      const hovered = chart.locator("[title]:not(figcaption [title]), svg title, svg[role=img] rect");
      expect([caption, await hovered.count()]).not.toEqual([caption, 0]);
      await chart.getByRole("button", { name: "Table" }).click();
      expect([caption, await chart.getByRole("row").count()]).not.toEqual([caption, 0]);
      await expect.poll(() => chart.getByRole("columnheader").count()).toBeGreaterThan(1);
    }
    for (const table of await page
      .getByRole("table", { name: /like these|By (?:cost|latency|likeness)|Buckets/u })
      .all())
      await expect.poll(() => table.textContent()).toMatch(KIND);
    expect(trouble).toEqual([]);
  },
);
