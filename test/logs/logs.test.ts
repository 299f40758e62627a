import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SUPPORT_DESK = join(import.meta.dirname, "../import/fixtures/support-desk.jsonl");
const folder = temporaryFolder();
const data = ["--data", folder.file("store")];

interface Page {
  readonly rows: readonly { readonly source_id: string; readonly request_id: string }[];
  readonly more: boolean;
}

beforeAll(async () => {
  await understudy(["import", SUPPORT_DESK, ...data]);
});
afterAll(() => folder[Symbol.dispose]());

async function found(...flags: string[]): Promise<readonly string[]> {
  const page = await understudyJson<Page>(["logs", ...flags, ...data]);
  return page.rows.map((row) => row.source_id);
}

describe("understudy logs", () => {
  it("lists the newest rows first", async () => {
    const run = await understudy(["logs", ...data]);
    const lines = run.out.split("\n");
    expect(lines[0]).toMatch(/^time \(UTC\) +id +served by +status +in +out +cost +latency +user +tags$/u);
    expect(lines[1]).toMatch(/^2024-10-27 03:38:20 +call-5 +gpt-4o-mini-2024-07-18:openai +ok +1,000 +200 /u);
    expect(lines[4]).toMatch(/call-2 .* \$0\.00450 +1,250 ms +grace +prod, feature:triage$/u);
    expect(run.out).not.toContain("\u001b");
  });

  it.each([
    [["--status", "failed"], ["call-3"]],
    [["--model", "gpt-4o-2024-08-06"], ["call-2"]],
    [["--model", "gpt-4o-2024-08-06:openai"], ["call-2"]],
    [["--model", "gpt-4o"], ["call-2"]],
    [["--provider", "hosted_vllm"], ["call-4"]],
    [["--user", "grace"], ["call-2"]],
    [["--tag", "batch"], ["call-4"]],
    [
      ["--feature", "triage", "--status", "ok"],
      ["call-5", "call-2", "call-1"],
    ],
    [["--meta", "team=billing"], ["call-4"]],
    [["--meta", "team=billing", "--meta", "helpful=true"], []],
    [["--origin", "live"], []],
    [["--origin", "live", "--origin", "import", "--limit", "1"], ["call-5"]],
    [
      ["--project", "default", "--limit", "2"],
      ["call-5", "call-4"],
    ],
    [["--strategy", "unknown", "--user", "grace"], ["call-2"]],
  ])("filters with %j", async (flags, expected) => {
    expect(await found(...flags)).toEqual(expected);
  });

  it.each([
    [
      ["--from", "2024-10-27T03:37:20Z"],
      ["call-5", "call-4"],
    ],
    [["--to", "2024-10-27T03:35:20"], ["call-1"]],
    [["--from", "2024-10-27T03:35:20", "--to", "2024-10-27T03:36:20"], ["call-2"]],
    [["--from", "2024-10-26", "--to", "2024-10-27"], []],
    [["--last", "7d"], []],
    [["--last", "1m", "--newest"], ["call-5"]],
    [
      ["--last", "2m", "--newest"],
      ["call-5", "call-4"],
    ],
  ])("takes the window %j, its end excluded", async (flags, expected) => {
    expect(await found(...flags)).toEqual(expected);
  });

  it("says how to see more", async () => {
    const run = await understudy(["logs", "--limit", "2", ...data]);
    expect(run.out).toContain("The newest 2 rows; more with --limit.\n");
  });

  it("shows one exchange with its bodies, by either id", async () => {
    const row = await understudyJson<{ request_id: string; request_body: { messages: unknown[] } }>([
      "logs",
      "call-2",
      ...data,
    ]);
    expect(row.request_body.messages).toEqual([{ role: "user", content: "Refund for order 772?" }]);
    const run = await understudy(["logs", row.request_id, ...data]);
    expect(run.out).toContain("served by   gpt-4o-2024-08-06:openai\n");
    expect(run.out).toContain('"content": "Refund for order 772?"');
    expect(run.out).toContain('"name": "lookup_order"');
  });

  it("says what is not there", async () => {
    expect(await understudy(["logs", "call-99", ...data])).toMatchObject({
      code: 2,
      err: `error: no row has the id "call-99"\n  at ${data[1] ?? ""}\n  \`understudy logs\` lists request ids.\n`,
    });
    expect((await understudy(["logs", "--user", "nobody", ...data])).out).toContain(
      "No row fits; the log holds 5 rows.",
    );
  });

  it.each([
    [["--last", "7x"], 'error: "7x" is not a length of time\n  at --last\n'],
    [["--from", "2024-02-30"], 'error: "2024-02-30" is not a date\n  at --from\n'],
    [["--from", "2024-03-02", "--to", "2024-03-01"], "error: the window ends before it begins"],
    [["--last", "7d", "--to", "2024-03-01"], "error: --last stands alone"],
    [["--meta", "team"], 'error: --meta does not take "team". Expected KEY=VALUE.\n'],
    [["--status", "sad"], 'error: --status does not take "sad". Expected one of: ok, failed, cancelled, blocked.\n'],
    [["--follow", "--to", "2024-03-01"], "error: --follow does not go together with --to. Leave one of them out.\n"],
    [["--follow", "--redecide"], "error: --follow does not go together with --redecide."],
    [["call-1", "--redecide"], "error: --redecide does not go together with the id of one row."],
    [["--limit", "0"], 'error: --limit does not take "0". Expected a whole number from 1 on.\n'],
  ])("refuses %j", async (flags, message) => {
    const run = await understudy(["logs", ...flags, ...data]);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain(message);
  });
});
