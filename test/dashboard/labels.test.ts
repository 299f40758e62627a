import { afterAll, beforeAll, expect, it } from "vitest";
import type { JudgeResult } from "../../src/judging/index.ts";
import { fair, judgedShop, verdict, type JudgedShop } from "../judge/judged-shop.ts";
import { until } from "../gateway/playing.ts";
import { accessibility, sideways, stage, type Seen, type Stage } from "./stage.ts";

let shop: JudgedShop;
let here: Stage;
let run: string;

/** Has a judge look at the pairs, and waits for its end. */
async function judged(more: object = {}): Promise<string> {
  const asked = { judge: "gpt-4.1:openai", max_spend_usd: 1, ...more };
  const begun = await here.gateway.api("POST", `/api/experiments/${shop.experiment}/judge-runs`, asked);
  const { id } = begun.body as unknown as { id: string };
  const state = async (): Promise<string> => {
    const { body } = await here.gateway.api("GET", `/api/judge-runs/${id}`);
    return (body as unknown as JudgeResult).run.state;
  };
  await until("the judge's last verdict", async () => ((await state()) === "completed" ? true : undefined), 60_000);
  return id;
}

beforeAll(async () => {
  shop = await judgedShop({
    "gpt-4.1": (shown) => ({ text: verdict(fair(shown)) }),
    // Always of the same opinion.
    "gpt-4.1-mini": () => ({ text: verdict("tie") }),
  });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
  run = await judged();
}, 180_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

const judge = (more = ""): string => `/experiments/${shop.experiment}?tab=judge&judge=${run}${more}`;

/** Says what the pair that is shown deserves, with the keyboard. */
async function label(page: Seen["page"]): Promise<void> {
  const [a, b] = await Promise.all(
    ["A", "B"].map(async (name) => (await page.getByLabel(`Answer ${name}`, { exact: true }).textContent()) ?? ""),
  );
  const worth = (text = ""): number => (text.startsWith("Please write") ? 0 : text.includes("Source:") ? 2 : 1);
  await page.keyboard.press(worth(a) > worth(b) ? "1" : worth(a) < worth(b) ? "3" : "2");
}

it("pairs are labelled blind, by the keyboard, one after the other, and the judge is held against them", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(judge());
  await page.getByText("No pair is labelled yet").waitFor();
  await page.getByRole("link", { name: "Label pairs" }).click();
  const pair = page.getByRole("article", { name: "Pair to label" });
  await pair.waitFor();
  expect(await pair.textContent()).not.toMatch(/gpt-4o|original|replay/iu);
  expect(await accessibility(page)).toEqual([]);
  for (let done = 0; done < 3; done += 1) {
    await page.getByText(`Labelled by you: ${done} of 60`).waitFor();
    await label(page);
  }
  await page.getByText("Labelled by you: 3 of 60").waitFor();
  const text = await pair.textContent();
  await page.reload();
  await page.getByText("Labelled by you: 3 of 60").waitFor();
  await expect.poll(() => pair.textContent(), { timeout: 10_000 }).toBe(text);
  await page.keyboard.press("j");
  await expect.poll(() => pair.textContent(), { timeout: 10_000 }).not.toBe(text);
  await page.getByRole("link", { name: "Back to the judge" }).click();
  await page.getByText("3 labels on 3 judged pairs by 1 person").waitFor();
  await page.getByText("3 pairs have a label, 50 at least are needed").first().waitFor();
  expect(trouble).toEqual([]);
});

it("from fifty labels on, kappa and the corrected shares stand beside the judge's", async () => {
  const drawn = await here.gateway.api("GET", `/api/judge-runs/${run}/to-label?n=60`);
  const { pairs } = drawn.body as unknown as {
    pairs: readonly { request_id: string; a: { text: string | null }; b: { text: string | null } }[];
  };
  const worth = (text: string | null): number =>
    text === null || text.startsWith("Please write") ? 0 : text.includes("Source:") ? 2 : 1;
  for (const { request_id, a, b } of pairs.slice(0, 58)) {
    const [one, other] = [worth(a.text), worth(b.text)];
    const asked = { request_id, verdict: one > other ? "A" : one < other ? "B" : "tie" };
    await here.gateway.api("POST", `/api/experiments/${shop.experiment}/labels`, asked);
  }
  const { page, open, trouble } = await here.signedIn();
  await open(judge());
  await page.getByText(/labels on \d+ judged pairs by 2 people/u).waitFor();
  await page.getByText("Kappa: agreement beyond chance").waitFor();
  await page
    .getByText(/by prediction-powered inference in each bucket/u)
    .first()
    .waitFor();
  await page.getByRole("table", { name: /Labels by what people and what the judge said/u }).waitFor();
  await page.getByText("no judge can be held to more").waitFor();
  expect(trouble).toEqual([]);
});

it("a pair says what judges and people said of it, and takes a label of your own", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${shop.experiment}?tab=pairs&bucket=major`);
  const pair = page.getByRole("article");
  await pair.getByRole("heading", { name: "What judges said" }).waitFor();
  await pair.getByText(/^original first, worse:/u).waitFor();
  await pair.getByRole("button", { name: "The original is better" }).click();
  await expect
    .poll(() => pair.getByRole("button", { name: "The original is better" }).getAttribute("aria-pressed"), {
      timeout: 10_000,
    })
    .toBe("true");
  await pair.getByRole("listitem").filter({ hasText: "cli" }).getByText("worse").waitFor();
  await page.route("**/labels", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 500, json: { error: { code: "broken", message: "The store is full." } } })
      : route.continue(),
  );
  await pair.getByRole("button", { name: "Equally good" }).click();
  await pair.getByRole("alert").getByText("The store is full.").waitFor();
  expect(trouble).toEqual([]);
});

it("judge runs stand beside each other, with how far they say the same", async () => {
  await judged({ judge: "gpt-4.1-mini:openai", criterion: "Is it polite?" });
  const { page, open, trouble } = await here.signedIn();
  await open(judge());
  const runs = page.getByRole("table", { name: "Judge runs beside each other" });
  await runs.getByText("gpt-4.1:openai, open above").waitFor();
  const other = runs.getByRole("row").filter({ hasText: "Is it polite?" });
  await other.getByText(/^\d+(?:\.\d+)?%95%: .*, n = 100; kappa/u).waitFor();
  await other.getByRole("link", { name: "gpt-4.1-mini:openai" }).click();
  await runs.getByText("gpt-4.1-mini:openai, open above").waitFor();
  await page.getByText("This judge got questions wrong").waitFor();
  expect(trouble).toEqual([]);
});

it("a viewer reads labels and makes none", async () => {
  const { body } = await here.gateway.api("POST", "/api/keys", { name: "looker", role: "viewer" });
  const { page, open, trouble } = await here.stranger();
  await open("/");
  await page.getByLabel("Key").fill((body as unknown as { key: string }).key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Experiments", exact: true }).waitFor();
  await open(judge());
  await page.getByText("Do people agree with the judge?").waitFor();
  expect(await page.getByRole("link", { name: "Label pairs" }).count()).toBe(0);
  expect(trouble).toEqual([]);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const [path, shown] of [
    [judge(), "Do people agree with the judge?"],
    [judge("&label=next"), "Asked"],
    [`/experiments/${shop.experiment}?tab=pairs&bucket=major`, "What people say"],
  ] as const) {
    await open(path);
    await page.getByRole("heading", { name: shown, exact: true }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  }
  expect(trouble).toEqual([]);
});
