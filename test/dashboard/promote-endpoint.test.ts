import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askedAgain, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import { until } from "../gateway/playing.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

const SUPPORT = { policy: "gpt-4o:openai", system_prompt: "Be kind." };
const BRIEF = { policy: "gpt-4o-mini:openai", system_prompt: "Be brief." };
const SCOPE = "endpoint:default/support";
let shop: AskedAgain;
let here: Stage;
let broken = false;
let id = "";

beforeAll(async () => {
  shop = await askedAgain([logged(0)], ({ model, messages }) =>
    broken && model === "gpt-4o-mini"
      ? { status: 500, text: "no" }
      : { text: `answer ${numberOf({ model, messages })}` },
  );
  await shop.json("endpoints", "set", "support", written("support.json", SUPPORT));
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
  await requests(40);
  await until("the rows", async () => {
    const { body } = await here.gateway.api("GET", "/api/logs?origin=live&limit=100");
    return body.rows.length === 40 ? true : undefined;
  });
  const candidate = ["--endpoint-file", written("brief.json", BRIEF), "--endpoint", "support"];
  const flags = ["--sample", "20", "--max-spend", "1", "--control", "none", "--config", shop.config];
  ({ id } = await shop.json<{ id: string }>("experiment", ...candidate, ...flags));
}, 120_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

function written(name: string, document: object): string {
  writeFileSync(shop.file(name), JSON.stringify(document));
  return shop.file(name);
}

async function requests(count: number): Promise<readonly number[]> {
  const statuses = Array.from({ length: count }, async (_, at) => {
    const response = await fetch(`${here.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${here.gateway.key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "endpoint/support",
        messages: [{ role: "user", content: `question ${at}` }],
      }),
    });
    await response.text();
    return response.status;
  });
  return Promise.all(statuses);
}

it("an endpoint version serves all of its endpoint; where it fails, its watch takes it back, and the page says so", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${id}?tab=promotion`);
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("it serves all requests or none, so that it has no share").waitFor();
  await dialog.getByText(`support gives the candidate all requests of ${SCOPE}, in place of support@1.`).waitFor();
  await dialog.getByText("system_prompt", { exact: true }).waitFor();
  expect(await dialog.getByRole("tab", { name: "As trees" }).count()).toBe(0);
  await dialog.getByRole("tab", { name: "As text" }).click();
  await dialog.locator("ins", { hasText: "brief" }).waitFor();
  await dialog.getByLabel("Errors, at most percent of requests").fill("");
  await dialog.getByText("a watch needs a limit").waitFor();
  await dialog.getByLabel("Errors, at most percent of requests").fill("10");
  await dialog.getByRole("button", { name: "Promote", exact: true }).click();
  const scope = page.getByRole("region", { name: SCOPE });
  await scope.getByText("all requests", { exact: true }).first().waitFor();
  await scope.getByText("watching", { exact: true }).waitFor();
  expect(await scope.getByRole("button", { name: /Widen/u }).count()).toBe(0);

  broken = true;
  await until(
    "the rollback",
    async () => {
      const statuses = await requests(10);
      return statuses.every((status) => status === 200) ? true : undefined;
    },
    30_000,
  );
  await scope.getByText("rolled back", { exact: true }).waitFor();
  await scope.getByText("taken out", { exact: true }).waitFor();
  await scope.getByRole("row", { name: /errors, at most 10\.0% of requests .*exceeded/u }).waitFor();
  await scope.getByRole("row", { name: /watch support@3 none of it/u }).waitFor();
  const outcome = page.getByRole("table", { name: "The projection against what happened" });
  await outcome.getByRole("row", { name: /Errors 0\.0% .* no$/u }).waitFor();
  expect(trouble).toEqual([]);
}, 90_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)(
  "%i px, %s: what a watch took back is read without scrolling sideways, and axe finds nothing",
  async (width, theme) => {
    const { page, open, trouble } = await here.signedIn({ width, theme });
    await open(`/experiments/${id}?tab=promotion`);
    await page.getByText("rolled back", { exact: true }).waitFor();
    await page.getByRole("table", { name: "The projection against what happened" }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await page.screenshot({ path: `/tmp/shots-promote/endpoint-${theme}.png`, fullPage: true });
    expect(trouble).toEqual([]);
  },
);
