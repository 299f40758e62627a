import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  caseOf,
  documentOf,
  EVERY_STATUS,
  lossOf,
  reportOf,
  shadowOf,
} from "../../src/report/checks/check-report.fixtures.ts";
import { html } from "../../src/report/checks/formats/html.ts";
import { browser } from "../browser.ts";
import { temporaryFolder } from "../understudy.ts";

describe("the page of a check in a browser", () => {
  const folder = temporaryFolder();
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await browser();
    const long = caseOf("failed", { case: "x".repeat(200), message: `<script>alert(1)</script>${"y".repeat(500)}` });
    const base = reportOf([caseOf("passed", { case: "case-failed" })]);
    const shadow = shadowOf([lossOf("weather", "z".repeat(200), true)]);
    const report = { ...EVERY_STATUS, results: [...EVERY_STATUS.results, long] };
    writeFileSync(folder.file("page.html"), html.write(documentOf(report, { base, shadow })));
  });
  afterAll(async () => {
    await chromium.close();
    folder[Symbol.dispose]();
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
    const address = pathToFileURL(folder.file("page.html")).href;
    await page.goto(address);
    // Runs in the page, where there are no types of ours.
    const seen = await page.evaluate(`({
      wide: document.documentElement.scrollWidth,
      paper: getComputedStyle(document.body).backgroundColor,
      sections: [...document.querySelectorAll("h2")].map((one) => one.id).filter(Boolean),
      scripts: document.querySelectorAll("script").length,
      clipped: [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length,
    })`);
    const sections = ["shadow", "base", "trouble", "cases"];
    expect(seen).toEqual({ wide: width, paper, sections, scripts: 0, clipped: 0 });
    expect(asked).toEqual([address]);
    expect(said).toEqual([]);
    await page.close();
  });
});
