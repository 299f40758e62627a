import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/contracts/check-report.ts";
import type { ShadowPipeline } from "../../src/shadow/pipeline.ts";
import { weatherPack } from "../check/packs.ts";
import { temporaryFolder, understudy } from "../understudy.ts";
import { runAction } from "./composite-action.ts";
import { join } from "node:path";

const FLAGS = ["--provider", "mock", "--model", "gpt-4o", "--shadow-provider", "mock", "--shadow-model", "gpt-4o-mini"];

describe("outputs of a shadow run", () => {
  it("hold the check and what the shadow made of it, and read back as a report", async () => {
    using folder = temporaryFolder();
    weatherPack(folder.path);
    const shadow = (...flags: readonly string[]) =>
      understudy(["shadow", "--pack", "weather", ...FLAGS, "--data", "data", ...flags], { cwd: folder.path });
    const { code, out, err } = await shadow("--output", "live.json", "--output", "live.md", "--output", "live.html");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("Wrote json to live.json\nWrote markdown to live.md\nWrote html to live.html\n");
    const written = JSON.parse(readFileSync(folder.file("live.json"), "utf8")) as CheckReport & {
      readonly shadow_pipeline: ShadowPipeline;
    };
    expect(written).toMatchObject({ lane: "live", provider: "mock", model: "gpt-4o" });
    expect(written.shadow_pipeline.executed).toBeGreaterThan(0);
    const verdict = written.shadow_pipeline.summary.verdict.replaceAll("_", " ");
    expect(readFileSync(folder.file("live.md"), "utf8")).toContain(`#### Shadow: ${verdict}\n`);
    expect(readFileSync(folder.file("live.html"), "utf8")).toContain(`>${verdict}</span>`);
    const printed = await shadow("--base", "live.json", "--output", "markdown=-");
    expect(printed.out.startsWith("<!-- understudy:weather -->\n")).toBe(true);
    expect(printed.out).toContain("**0 newly failing**");
  });

  it("come with the action's live lane, and its verdict", () => {
    using folder = temporaryFolder();
    weatherPack(folder.path);
    const command = `${process.execPath} ${join(import.meta.dirname, "../../src/main.ts")}`;
    const inputs = { provider: "mock", model: "gpt-4o", "shadow-provider": "mock", "shadow-model": "gpt-4o-mini" };
    const { steps, outputs, summary } = runAction({
      folder: folder.path,
      inputs: { pack: "weather", command, gate: "strict", ...inputs },
      environment: { UNDERSTUDY_DATA: folder.file("data") },
    });
    expect(steps.map(({ name, code }) => [name, code])).toEqual([
      ["Recorded lane", 0],
      ["Live lane", 0],
      ["Result", 0],
    ]);
    expect(outputs["shadow-verdict"]).toMatch(/^(?:clean|changed_but_passing|needs_better_evidence|needs_review)$/u);
    expect(outputs["live-exit-code"]).toBe("1");
    expect(summary).toContain("#### Shadow: ");
    expect(steps[1]?.out).toMatch(/::(?:warning|notice) title=weather%2C shadow%3A /u);
  });
});
