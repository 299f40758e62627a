import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { COMPARISON, INCOMPARABLE, LOSS, RUN, SIDE, SUMMARY } from "../../src/store/shadow.fixtures.ts";
import { browser } from "../browser.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const HOSTILE = `</title></style></pre><script>document.title = "x"</script><img src=x onerror='alert(2)'>`;
const folder = temporaryFolder();
const data = ["--data", folder.file("data")];
const file = folder.file("report.html");
let chromium: Browser;

beforeAll(async () => {
  const answer = (text: string) => ({
    text,
    tool_calls: [{ name: "refund", arguments: { order: "o".repeat(300) }, parses: true }],
    refused: false,
    finish_reason: "stop",
    mean_logprob: null,
  });
  const loss = {
    ...LOSS,
    contract: HOSTILE,
    primary: { ...SIDE, answer: answer("primary said") },
    shadow: { ...SIDE, answer: answer(HOSTILE) },
  };
  const pushed = { ...COMPARISON, contract: "pushed", shadow: { ...SIDE, answer: [1, { odd: HOSTILE }] } };
  const many = Array.from({ length: 60 }, (_, number) => ({ ...COMPARISON, contract: `a_contract_${number}` }));
  const store = openSqliteStore(folder.file("data"));
  store.control.shadows.putShadowRun(
    {
      ...RUN,
      created_at: Date.UTC(2026, 0, 2),
      pack: { name: HOSTILE, hash: "abc" },
      source: { branch: HOSTILE },
      summary: { ...SUMMARY, guidance: "The shadow fails 1 pair of 2." },
    },
    [...many, pushed, INCOMPARABLE, loss],
  );
  store.close();
  chromium = await browser();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  folder[Symbol.dispose]();
});

describe("understudy report shr_…", () => {
  it("writes a shadow run as a page: what to do, contracts, and what would fail first", async () => {
    expect(await understudy(["report", RUN.id, "--out", file, ...data])).toMatchObject({ code: 0, err: "" });
    const document = readFileSync(file, "utf8");
    expect(document).not.toContain("<script>");
    const text = document
      .replace(/<style>[^]*?<\/style>/u, "")
      .replaceAll(/<[^>]+>/gu, " ")
      .replaceAll(/\s+/gu, " ");
    expect(text).toContain("needs review The shadow fails 1 pair of 2.");
    expect(text).toContain("100.0%, the shadow 50.0%");
    expect(text).toContain("40 of 63, losses first.");
    expect(text).toContain("refund was expected, nothing was called.");
    const [first, second] = [...text.matchAll(/(would fail, critical|not comparable: \w+ \w+|both pass) /gu)].slice(
      -40,
    );
    expect([first?.[1], second?.[1]]).toEqual(["would fail, critical", "not comparable: shadow error"]);
    expect(await understudyJson(["report", "shr_nope", ...data])).toMatchObject({
      error: { code: "shadow_run_unknown" },
    });
  });

  it.each([
    { name: "a phone", width: 360, scheme: "light", paper: "rgb(255, 255, 255)" },
    { name: "a desk", width: 1280, scheme: "dark", paper: "rgb(16, 20, 24)" },
  ] as const)("fits $name, follows its colours and asks for nothing", async ({ width, scheme, paper }) => {
    const page = await chromium.newPage({ viewport: { width, height: 740 }, colorScheme: scheme });
    const asked: string[] = [];
    const said: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    const seen = await page.evaluate(`({
      wide: document.documentElement.scrollWidth,
      paper: getComputedStyle(document.body).backgroundColor,
      pairs: document.querySelectorAll("article.pair").length,
      open: document.querySelectorAll("details[open]").length,
      clipped: [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length,
    })`);
    expect(seen).toEqual({ wide: width, paper, pairs: 40, open: 1, clipped: 0 });
    expect(await page.title()).toBe(`${RUN.candidate} in the place of ${RUN.primary}: needs review`);
    expect([asked, said]).toEqual([[address], []]);
    await page.close();
  });
});
