import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browser } from "../browser.ts";
import { start, type Running } from "../gateway/running.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const folder = temporaryFolder();
const data = ["--data", folder.file("data")];
const file = folder.file("report.html");
let id = "";
let chromium: Browser;

beforeAll(async () => {
  const demo = await understudyJson<{ result: { id: string } }>(["demo", ...data]);
  id = demo.result.id;
  chromium = await browser();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  folder[Symbol.dispose]();
});

describe("understudy report", () => {
  it("writes an experiment as a page, to a file or to standard output", async () => {
    const run = await understudy(["report", id, "--out", file, ...data]);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toMatch(/^4\d\.\d kB of HTML in .*report\.html\n$/u);
    const document = readFileSync(file, "utf8");
    expect(document).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/u);
    expect(document).toContain(id);
    const printed = await understudy(["report", id, ...data]);
    const minute = /\d{4}-\d\d-\d\d \d\d:\d\d UTC\. This file/u;
    expect(printed.out.replace(minute, "").replaceAll(/\s+/gu, " ")).toBe(
      document.replace(minute, "").replaceAll(/\s+/gu, " "),
    );
    expect(await understudyJson(["report", id, "--out", file, ...data])).toMatchObject({ id, file });
  });

  it("says which experiment there is not, and which folder", async () => {
    expect(await understudyJson(["report", "sim_nope", ...data])).toMatchObject({
      error: { code: "experiment_unknown" },
    });
    expect(await understudy(["report", id, "--out", folder.file("no/such/report.html"), ...data])).toMatchObject({
      code: 2,
    });
  });
});

describe("a report in a browser", () => {
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
    // Runs in the page, where there are no types of ours.
    const seen = (await page.evaluate(`({
      wide: document.documentElement.scrollWidth,
      paper: getComputedStyle(document.body).backgroundColor,
      bars: document.querySelectorAll("svg .candidate-bar").length,
      steps: document.querySelectorAll(".step").length,
      clipped: [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length,
    })`)) as Readonly<Record<string, unknown>>;
    expect(seen).toMatchObject({ wide: width, paper, steps: 5, clipped: 0 });
    expect(seen["bars"]).toBeGreaterThan(3);
    expect(asked).toEqual([address]);
    expect(said).toEqual([]);
    await page.close();
  });
});

describe("GET /api/experiments/{id}/report", () => {
  let gateway: Running;
  beforeAll(async () => {
    gateway = await start({}, folder.file("data"));
  }, 30_000);
  afterAll(() => gateway.stop());

  const get = (path: string, key = gateway.key): Promise<Response> =>
    fetch(`${gateway.url}${path}`, { headers: { authorization: `Bearer ${key}` } });

  it("answers with the page, for whoever may look", async () => {
    const response = await get(`/api/experiments/${id}/report`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-.*sandbox$/u,
    );
    expect(await response.text()).toContain("Decision, step by step");
    expect(await (await get("/api/experiments/sim_nope/report")).json()).toMatchObject({
      error: { code: "experiment_unknown" },
    });
    expect((await get(`/api/experiments/${id}/report`, "no-key")).status).toBe(401);
  });
});
