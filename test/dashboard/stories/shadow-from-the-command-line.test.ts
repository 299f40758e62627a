import { afterAll, beforeAll, expect, it } from "vitest";
import { anthropic, cityPack, environment, json, message, openAi, SIDES } from "../../shadow/stand-ins.ts";
import { temporaryFolder, understudy } from "../../understudy.ts";
import { stage, type Stage } from "../stage.ts";

const folder = temporaryFolder();
let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(async () => {
  await here.close();
  folder[Symbol.dispose]();
});

/** Runs the quick start's pack against a shadow that forgets Rome, misspells Bergen and is busy for Kyoto, or does as the primary does. */
async function shadowRun(careful: boolean): Promise<void> {
  const primary = await openAi();
  const shadow = await anthropic((response, city) => {
    if (careful) json(response, 200, message(city));
    else if (city === "Kyoto")
      json(response, 529, { type: "error", error: { type: "overloaded_error", message: "busy" } });
    else json(response, 200, message(city === "Rome" ? null : city === "Bergen" ? "Bergen, Norway" : city));
  });
  const env = {
    ...environment(primary, shadow),
    REPLAYCI_API_KEY: here.gateway.key,
    REPLAYCI_API_URL: here.gateway.url,
    GITHUB_SHA: "abc1234",
  };
  const sides = careful ? SIDES.map((flag) => flag.replace("sonnet", "haiku")) : SIDES;
  const flags = ["--pack", cityPack(folder.path), ...sides, "--retry-cap", "0", "--repeat", careful ? "20" : "1"];
  const run = await understudy(["shadow", ...flags, "--json"], { env, cwd: folder.path });
  expect(run.out, run.err).toContain(here.gateway.url);
  await Promise.all([primary.close(), shadow.close()]);
}

it("what CI pushed has a verdict, leads to the contract that fails, and shows field by field what the shadow said", async () => {
  const { page, trouble } = await here.signedIn();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Shadow" }).click();
  await page.getByText("No shadow run in this window").waitFor();
  await page.getByText("understudy shadow --pack").waitFor();

  await shadowRun(false);
  await shadowRun(true);
  await page.reload();
  const pairs = page.getByRole("table", { name: "Primaries and shadows of the window" });
  await pairs.waitFor();
  console.log(await page.getByRole("main").innerText());
  await pairs.getByRole("link").filter({ hasText: "sonnet" }).first().click();
  await page.getByRole("heading", { level: 1, name: /sonnet/u }).waitFor();
  console.log(await page.getByRole("main").innerText());
  await page.getByRole("table").last().getByRole("link").first().click();
  await page.getByRole("article").waitFor();
  console.log(await page.getByRole("main").innerText());
  expect(trouble).toEqual([]);
}, 120_000);
