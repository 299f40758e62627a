import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SPANS = join(import.meta.dirname, "../../examples/logs/otel.jsonl");

interface Exported {
  readonly source_id: string;
  readonly provider: string;
  readonly request: { readonly messages: readonly object[] };
  readonly response: object | null;
}

describe("understudy import of OpenTelemetry", () => {
  it("takes each call once, whoever told of it, and says what it left out", async () => {
    using folder = temporaryFolder();
    const summary = await understudyJson(["import", SPANS, "--data", folder.file("store")]);
    expect(summary).toMatchObject({
      rows_in: 6,
      skipped: { lines: 0 },
      replayability: { exact: 5, body_missing: 1 },
      not_calls: { "a call that is in already, told again": 1, execute_tool: 1, invoke_agent: 1, "ai.streamText": 1 },
      targets: {
        "gpt-4o-2024-08-06:openai": 3,
        "claude-haiku-4-5:anthropic": 1,
        "gpt-4o-mini:openai": 1,
        "gpt-4o:openai": 1,
      },
    });
    expect(await understudyJson(["import", SPANS, "--data", folder.file("store")])).toMatchObject({
      rows_in: 0,
      duplicates: 6,
    });
    const exported = (await understudy(["export", "--data", folder.file("store")])).out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Exported);
    const logged = exported.find(({ source_id: id }) => id.endsWith("00f067aa0ba902ba"));
    expect(logged?.request.messages).toEqual([{ role: "user", content: "Can I change the address?" }]);
    expect(JSON.stringify(logged?.response)).toContain("Yes, until it is loaded.");
    expect(
      exported.filter(({ provider }) => provider === "anthropic").map(({ source_id: id }) => id.slice(-16)),
    ).toEqual(["53995c3f42cd8ad9"]);
  });
});
