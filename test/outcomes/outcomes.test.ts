import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SUPPORT_DESK = join(import.meta.dirname, "../import/fixtures/support-desk.jsonl");

describe("understudy outcomes import", () => {
  it("attaches scores and labels to rows by either id, and says what it could not use", async () => {
    using folder = temporaryFolder();
    const data = ["--data", folder.file("store")];
    await understudy(["import", SUPPORT_DESK, ...data]);
    const { request_id: id } = await understudyJson<{ request_id: string }>(["logs", "call-1", ...data]);
    const lines = [
      { request_id: id, name: "helpful", value: true, source: "graders" },
      { request_id: "call-2", name: "helpful", value: 0.25 },
      { request_id: "call-2", name: "mood", value: "calm" },
      { request_id: "call-99", name: "helpful", value: 1 },
      { request_id: "call-3", name: "helpful", value: null },
      { name: "helpful", value: 1 },
    ];
    const input = `${lines.map((line) => JSON.stringify(line)).join("\n")}\nnot json\n`;
    const report = await understudyJson(["outcomes", "import", "-", ...data], { input });
    expect(report).toMatchObject({
      stored: 3,
      unknown: 1,
      unknown_ids: ["call-99"],
      skipped: 3,
      names: { helpful: 2, mood: 1 },
    });
    const run = await understudy(["outcomes", "import", "-", ...data], { input });
    expect(run.code).toBe(0);
    expect(run.out).toContain("outcomes in  3\n");
    expect(run.out).toContain("(standard input):5 value the value is neither a score nor a label");
  });

  it("answers no where no row is known, and refuses a file without outcomes", async () => {
    using folder = temporaryFolder();
    const data = ["--data", folder.file("store")];
    await understudy(["import", SUPPORT_DESK, ...data]);
    const unknown = await understudy(["outcomes", "import", "-", ...data], {
      input: '{"request_id":"x","name":"a","value":1}\n',
    });
    expect(unknown.code).toBe(1);
    const none = await understudy(["outcomes", "import", "-", "--json", ...data], { input: "nothing\n" });
    expect(none.code).toBe(2);
    expect(JSON.parse(none.out)).toMatchObject({ error: { code: "outcome_invalid", line: 1 } });
  });
});
