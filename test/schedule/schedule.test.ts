import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { start, type Running } from "../gateway/running.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

interface Line {
  readonly name: string;
  readonly command: readonly string[];
  readonly next_at: string;
  readonly runs: readonly { readonly state: string; readonly result: string | null; readonly message: string | null }[];
}

const folder = temporaryFolder();
const data = ["--data", folder.file("data")];
const cli = (...args: string[]) => understudy([...args, ...data], { cwd: folder.path });
const lines = async (): Promise<readonly Line[]> =>
  (await understudyJson<{ schedules: Line[] }>(["schedule", "list", ...data])).schedules;

beforeAll(async () => {
  await cli("demo");
  writeFileSync(folder.file("cheaper.yaml"), "strategy: single\nmodel: gpt-4o-mini:openai\n");
}, 60_000);
afterAll(() => folder[Symbol.dispose]());

describe("understudy schedule", () => {
  it("keeps a command with its cron line, and runs it by hand", async () => {
    const words = ["schedule", "add", "--cron", "0 6 * * 1", "--timezone", "Europe/Berlin", ...data, "--"];
    const command = ["simulate", "--policy", "cheaper.yaml", "--sample", "500"];
    const added = await understudy([...words, ...command], { cwd: folder.path });
    expect(added).toMatchObject({ code: 0, err: "" });
    expect(added.out).toMatch(
      /^name +simulate-1\nruns +understudy simulate --policy cheaper.yaml --sample 500\nnext +\d{4}-/u,
    );
    // From another folder: the policy file is found where the schedule was typed.
    const run = await understudy(["schedule", "run", "simulate-1", ...data], { cwd: "/" });
    expect(run).toMatchObject({ code: 0, err: "" });
    const [, id = ""] = /^done: (sim_\S+)$/mu.exec(run.out) ?? [];
    expect(await understudyJson(["simulate", "--show", id, ...data])).toMatchObject({ requests: 500 });
    expect(await lines()).toMatchObject([{ name: "simulate-1", command, runs: [{ state: "done", result: id }] }]);
    expect((await cli("schedule")).out).toContain(id);
  }, 30_000);

  it("refuses what could never run, when it is typed", async () => {
    const refused = async (cron: string, ...command: string[]) =>
      (await understudyJson<{ error: object }>(["schedule", "add", "--cron", cron, ...data, "--", ...command])).error;
    expect(await refused("x", "simulate")).toMatchObject({ code: "schedule_invalid", field: "cron" });
    expect(await refused("@daily", "erase")).toMatchObject({ code: "schedule_invalid", field: "command" });
    expect(await refused("@daily", "simulate", "--polcy", "x")).toMatchObject({ code: "usage" });
    expect(await refused("@daily", "simulate", "--data", "/")).toMatchObject({ code: "usage" });
    expect(await understudyJson(["schedule", "run", "nope", ...data])).toMatchObject({
      error: { code: "schedule_unknown" },
    });
  }, 30_000);

  it("keeps what went wrong", async () => {
    await understudy([
      "schedule",
      "add",
      "--cron",
      "@daily",
      "--name",
      "broken",
      ...data,
      "--",
      "simulate",
      "--policy",
      "gone.yaml",
    ]);
    const run = await cli("schedule", "run", "broken");
    expect(run.code).toBe(2);
    expect(run.out).toMatch(/^failed: .*gone\.yaml/u);
    expect((await cli("schedule", "remove", "broken")).out).toBe("Removed broken.\n");
  }, 30_000);
});

describe("a gateway", () => {
  let gateway: Running;
  const due = (name: string, ms: number): void => {
    const store = openSqliteStore(folder.file("data"));
    const schedule = store.control.schedules.schedule(name);
    store.control.schedules.advance(name, schedule?.next_at ?? 0, Date.now() + ms);
    store.close();
  };
  const until = async (check: (all: readonly Line[]) => boolean): Promise<readonly Line[]> => {
    for (let tries = 0; tries < 60; tries++) {
      const all = await lines();
      if (check(all)) return all;
      await new Promise((done) => setTimeout(done, 250));
    }
    throw new Error(`not reached: ${JSON.stringify(await lines())}`);
  };
  beforeAll(async () => {
    gateway = await start({}, folder.file("data"));
  }, 30_000);
  afterAll(() => gateway.stop());

  it("runs what is due once, and notes what was missed without making up for it", async () => {
    due("simulate-1", 0);
    const [ran] = await until((all) => all[0]?.runs.length === 2 && all[0].runs[0]?.state === "done");
    expect(Date.parse(ran?.next_at ?? "")).toBeGreaterThan(Date.now());
    due("simulate-1", -3_600_000);
    const [missed] = await until((all) => all[0]?.runs.length === 3);
    expect(missed?.runs[0]).toMatchObject({
      state: "missed",
      result: null,
      message: "no gateway was running at that time",
    });
    expect(gateway.lines()).toContainEqual(
      expect.objectContaining({ message: "a scheduled command ended", schedule: "simulate-1", state: "done" }),
    );
  }, 40_000);

  it("takes schedules over the API", async () => {
    const command = ["simulate", "--policy", "single:gpt-4o-mini:openai"];
    const made = await gateway.api("POST", "/api/schedules", { name: "by-api", cron: "@daily", command });
    expect(made).toMatchObject({ status: 201, body: { name: "by-api", timezone: "UTC", folder: null } });
    expect((await gateway.api("POST", "/api/schedules", { name: "by-api", cron: "@daily", command })).status).toBe(409);
    expect((await gateway.api("POST", "/api/schedules", { cron: "@daily", command: ["up"] })).status).toBe(400);
    const ran = await gateway.api("POST", "/api/schedules/by-api/run");
    expect(ran).toMatchObject({ status: 200, body: { state: "done", result: expect.stringMatching(/^sim_/u) } });
    expect((await gateway.api("GET", "/api/schedules?runs=1")).body).toMatchObject({
      schedules: [{ name: "by-api", runs: [{ trigger: "hand" }] }, { name: "simulate-1" }],
    });
    expect((await gateway.api("DELETE", "/api/schedules/by-api")).status).toBe(200);
    expect((await gateway.api("DELETE", "/api/schedules/by-api")).status).toBe(404);
  }, 40_000);
});
