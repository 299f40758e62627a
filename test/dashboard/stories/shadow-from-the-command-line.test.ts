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
  const badge = (shadow: string, verdict: string) =>
    pairs.getByRole("row").filter({ hasText: shadow }).getByText(verdict, { exact: true });
  await badge("sonnet", "needs review").waitFor();
  await badge("haiku", "clean").waitFor();

  // Only what needs somebody to look.
  await page.getByRole("button", { name: "needs review 1" }).click();
  await expect.poll(() => pairs.getByText("haiku").count()).toBe(0);
  await pairs.getByRole("link").filter({ hasText: "sonnet" }).first().click();
  await page.getByRole("region", { name: "What to do" }).getByText("Investigate before switching").waitFor();
  await page.getByRole("link", { name: "Read the pairs that would fail" }).click();

  // A contract, step by step, and the field that the shadow filled in otherwise.
  const pair = page.getByRole("article", { name: /^Pair \d+$/u });
  await pair.getByRole("heading", { name: "Bergen / Bergen" }).waitFor();
  await pair.getByText("1 of 1 expected tool calls were made as expected").waitFor();
  await pair.getByText(/to equal "Bergen"; found "Bergen, Norway"/u).waitFor();
  await pair.getByText("/tool_calls/0/arguments/city").waitFor();
  await pair.getByText("Bergen, Norway", { exact: true }).waitFor();
  await page.getByLabel("Contract", { exact: true }).selectOption("Rome");
  await pair.getByRole("heading", { name: "Rome / Rome" }).waitFor();
  await pair.getByText("I cannot tell.").first().waitFor();
  await page.getByLabel("Contract", { exact: true }).selectOption("any");
  await page.getByRole("button", { name: "not compared 1" }).click();
  await pair.getByRole("heading", { name: "Kyoto / Kyoto" }).waitFor();

  // Read, and not needed any more.
  await page.getByRole("button", { name: "Remove" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Remove/u })
    .click();
  await badge("haiku", "clean").waitFor();
  await expect.poll(() => pairs.getByText("sonnet").count()).toBe(0);
  expect(trouble).toEqual([]);
}, 120_000);
