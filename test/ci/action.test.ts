import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asksFor, looksUp, weatherPack } from "../check/packs.ts";
import { temporaryFolder } from "../understudy.ts";
import { ACTION, ACTION_FILE, askedGh, fakeGh, runAction } from "./composite-action.ts";

const ROOT = join(import.meta.dirname, "../..");
const command = `${process.execPath} ${join(ROOT, "src/main.ts")}`;

describe("action.yml", () => {
  it("is what GitHub takes for an action, and the example for a workflow", () => {
    expect(validateAction(readFileSync(ACTION_FILE, "utf8")).errors).toEqual([]);
    expect(validateWorkflow(readFileSync(join(ROOT, "examples/ci/github-workflow.yml"), "utf8")).errors).toEqual([]);
    expect(validateAction("name: x\nruns: {using: composite, steps: [{run: ls}]}").errors).not.toEqual([]);
  });

  it("puts no input into a script: all go through the environment", () => {
    for (const { run, shell } of ACTION.runs.steps) {
      expect(run).not.toContain("${{");
      expect(shell).toBe("bash");
    }
  });

  it("describes every input and output, and the page lists them all", () => {
    const page = readFileSync(join(ROOT, "docs/reference/ci.md"), "utf8");
    for (const [name, { description }] of [...Object.entries(ACTION.inputs), ...Object.entries(ACTION.outputs)]) {
      expect(description).not.toBe("");
      expect(page).toContain(`| \`${name}\` |`);
    }
  });
});

describe("the action", () => {
  let temporary: ReturnType<typeof temporaryFolder>;
  let folder = "";
  beforeEach(() => {
    temporary = temporaryFolder();
    folder = temporary.path;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const report = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(folder, "understudy-reports", name), "utf8")) as Record<string, unknown>;

  it("checks recordings: outputs, reports in every format, summary", () => {
    weatherPack(folder);
    const { steps, outputs, summary } = runAction({ folder, inputs: { pack: "weather", command } });
    expect(steps.map(({ name, code }) => [name, code])).toEqual([
      ["Recorded lane", 0],
      ["Result", 0],
    ]);
    const reports = join(folder, "understudy-reports");
    expect(outputs).toEqual({
      "exit-code": "0",
      "live-exit-code": "",
      verdict: "passed",
      "shadow-verdict": "",
      report: join(reports, "recorded.json"),
      "live-report": "",
      reports,
    });
    expect(report("recorded.json")).toMatchObject({ lane: "recorded", exit_code: 0, pack: { name: "weather" } });
    for (const ending of ["junit.xml", "sarif", "html", "md"])
      expect(readFileSync(join(reports, `recorded.${ending}`), "utf8")).toContain("weather");
    expect(summary).toContain("no promoted contract fails");
    expect(steps[0]?.out).toContain("::warning file=weather/contracts/rome.yaml,line=");
  });

  it("fails where a promoted contract does, with the reports written all the same", () => {
    weatherPack(folder, { "recordings/oslo.recording.json": looksUp("Paris") });
    const { steps, outputs } = runAction({ folder, inputs: { pack: "weather", command } });
    expect(steps.map(({ name, code }) => [name, code])).toEqual([
      ["Recorded lane", 0],
      ["Result", 1],
    ]);
    expect(outputs).toMatchObject({ "exit-code": "1", verdict: "failed" });
    expect(steps[0]?.out).toContain("::error file=weather/contracts/oslo.yaml,line=");
    expect(readFileSync(join(folder, "understudy-reports/recorded.junit.xml"), "utf8")).toContain("<failure");
  });

  it("ends with 2 where there is no such pack, and leaves no report of an earlier run behind", () => {
    weatherPack(folder);
    runAction({ folder, inputs: { pack: "weather", command } });
    const { steps, outputs } = runAction({ folder, inputs: { pack: "else where", command } });
    expect(outputs).toMatchObject({ "exit-code": "2", verdict: "unusable" });
    expect(steps.at(-1)).toMatchObject({ name: "Result", code: 2 });
    expect(existsSync(join(folder, "understudy-reports/recorded.json"))).toBe(false);
  });

  it("asks a provider in the live lane, which only advises", () => {
    weatherPack(folder);
    const { steps, outputs } = runAction({
      folder,
      inputs: { pack: "weather", command, provider: "mock", model: "gpt-4o-mini", repeat: "2" },
    });
    expect(steps.map(({ name, code }) => [name, code])).toEqual([
      ["Recorded lane", 0],
      ["Live lane", 0],
      ["Result", 0],
    ]);
    expect(outputs).toMatchObject({ "exit-code": "0", "live-exit-code": "1", verdict: "passed" });
    expect(report("live.json")).toMatchObject({ lane: "live", provider: "mock", repeat: 2 });
    expect(steps[1]?.out).toContain("::warning::The live lane ended with exit code 1. It advises and does not block.");
  });

  it("compares with the base's report where there is one, and says so where there is none", () => {
    weatherPack(folder);
    const inputs = { pack: "weather", command, "base-report": "base.json" };
    expect(runAction({ folder, inputs }).steps[0]?.out).toContain("There is no report of the base yet");
    copyFileSync(join(folder, "understudy-reports/recorded.json"), join(folder, "base.json"));
    weatherPack(folder, { "recordings/oslo.recording.json": looksUp("Paris") });
    const { summary } = runAction({ folder, inputs });
    expect(summary).toContain("**1 newly failing**, 0 newly passing");
  });

  it("works in a folder of the repository, and annotates from its root", () => {
    mkdirSync(join(folder, "services/chat"), { recursive: true });
    weatherPack(join(folder, "services/chat"));
    const { steps, outputs } = runAction({
      folder,
      inputs: { pack: "weather", command, "working-directory": "services/chat" },
    });
    expect(steps[0]?.out).toContain("::warning file=services/chat/weather/contracts/rome.yaml,");
    expect(outputs["report"]).toBe(join(folder, "services/chat/understudy-reports/recorded.json"));
  });

  it("takes inputs for what they are, never for commands", () => {
    weatherPack(folder, { "golden/oslo.success.json": asksFor("Oslo") });
    const pack = 'weather"; touch owned; echo "$(touch owned) `touch owned`';
    const { outputs } = runAction({ folder, inputs: { pack, command, "base-report": "$(touch owned)" } });
    expect(outputs["exit-code"]).toBe("2");
    expect(existsSync(join(folder, "owned"))).toBe(false);
    const many = runAction({ folder, inputs: { pack: "weather", command, "report-directory": "a\nverdict=passed" } });
    expect(many.steps).toMatchObject([{ name: "Recorded lane", code: 2 }]);
    expect(many.outputs["verdict"]).toBe("");
  });

  describe("comments on a pull request", () => {
    const github = { repository: "acme/shop", token: "t", "event.pull_request.number": "7" };
    const comment = (bin: string, over: Readonly<Record<string, string>> = {}) =>
      runAction({
        folder,
        inputs: { pack: "weather", command, comment: "true", ...over },
        github,
        environment: { PATH: [bin, process.env["PATH"]].join(delimiter) },
      });

    beforeEach(() => {
      weatherPack(folder);
    });

    it("with a new one, of both lanes", () => {
      const { steps } = comment(fakeGh(folder, "41 hello\n"), { provider: "mock", model: "gpt-4o-mini" });
      expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
      expect(askedGh(folder).map((line) => line.split(" --")[0])).toEqual(["api", "api"]);
      expect(askedGh(folder)[1]).toContain("--method POST repos/acme/shop/issues/7/comments");
      const posted = readFileSync(join(folder, "posted.md"), "utf8");
      expect(posted.startsWith("<!-- understudy:weather -->\n")).toBe(true);
      expect(posted).toContain("recorded lane");
      expect(posted).toContain("live lane, `gpt-4o-mini of mock`");
      expect(posted.length).toBeLessThan(65_536);
    });

    it("by renewing its own", () => {
      comment(fakeGh(folder, "41 hello\n42 <!-- understudy:weather -->\n43 <!-- understudy:weather -->\n"));
      expect(askedGh(folder)[0]).toContain('select(.user.type == "Bot")');
      expect(askedGh(folder)[1]).toContain("--method PATCH repos/acme/shop/issues/comments/42");
    });

    it("and does not fail where it may not", () => {
      const { steps } = comment(fakeGh(folder, "", true));
      expect(steps.map(({ name, code }) => [name, code])).toContainEqual(["Comment", 0]);
      expect(steps.find(({ name }) => name === "Comment")?.out).toContain(
        "::warning::The comment could not be written",
      );
    });
  });
});
