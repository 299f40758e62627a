import { Ajv2020 } from "ajv/dist/2020.js";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPARISON, INCOMPARABLE, LOSS, RUN, SUMMARY } from "../../src/store/shadow.fixtures.ts";
import { remove, start, type Running } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, never>>;
}

let gateway: Running;
const keys: Record<string, string> = {};
const id = (number: number): string => `shr_019a0000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const pushed = (number: number, changes: object = {}) => ({
  run: { ...RUN, id: id(number), created_at: Date.UTC(2026, 0, number), ...changes },
  comparisons: [COMPARISON, LOSS, INCOMPARABLE],
});

async function api(method: string, path: string, body?: unknown, key = gateway.key): Promise<Answer> {
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

beforeAll(async () => {
  gateway = await start({ providers: { mock: {} } });
  await api("POST", "/api/projects", { name: "shop" });
  for (const role of ["client", "viewer", "editor"]) {
    const made = await api("POST", "/api/keys", { name: role, role, project: "shop" });
    keys[role] = made.body["key"] ?? "";
  }
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  remove(gateway.folder);
});

const cli = (...args: string[]) => understudy([...args, "--data", gateway.folder]);

describe("stored shadow runs", () => {
  it("are pushed once by whoever may, and answer what was put", async () => {
    expect(await api("POST", "/api/shadow-runs", pushed(1))).toEqual({
      status: 201,
      body: { id: id(1), stored: true },
    });
    expect(await api("POST", "/api/shadow-runs", pushed(1, { candidate: "other:x" }))).toMatchObject({
      status: 200,
      body: { stored: false },
    });
    expect((await api("GET", `/api/shadow-runs/${id(1)}`)).body).toEqual({
      ...pushed(1).run,
      created_at: "2026-01-01T00:00:00.000Z",
      finished_at: "1970-01-01T00:00:01.500Z",
      contracts: [
        expect.objectContaining({ contract: "refund", critical: true, losses: 1, both_pass: 1 }),
        expect.objectContaining({ contract: "escalate", incomparable_n: 1 }),
      ],
    });
    const newer = { summary: { ...SUMMARY, told_by_a_newer_version: 1 }, project: null };
    const own = await api("POST", "/api/shadow-runs", pushed(2, newer), keys["client"]);
    expect(own.status).toBe(201);
    const stored = (await api("GET", `/api/shadow-runs/${id(2)}`)).body;
    expect([stored["project"], stored["summary"]]).toEqual(["shop", SUMMARY]);
    const other = await api("POST", "/api/shadow-runs", pushed(3, { project: "lab" }), keys["client"]);
    expect([other.status, other.body["error"]]).toMatchObject([403, { code: "forbidden", field: "run.project" }]);
    expect((await api("POST", "/api/shadow-runs", pushed(3), keys["viewer"])).status).toBe(403);
    expect((await api("GET", "/api/shadow-runs", undefined, keys["client"])).status).toBe(403);
    const audited = await api("GET", "/api/audit?action=shadow_run.push");
    expect(audited.body["entries"]).toMatchObject([{ details: { id: id(2) } }, { details: { id: id(1) } }]);
  });

  it("are refused by name where they are not runs, and nothing of them is stored", async () => {
    const refused = async (body: unknown) => (await api("POST", "/api/shadow-runs", body)).body["error"];
    const wrong = (changes: object) => ({ ...pushed(9), comparisons: [{ ...COMPARISON, ...changes }] });
    expect(await refused({ ...pushed(9), more: 1 })).toMatchObject({ code: "invalid_request" });
    expect(await refused(pushed(9, { id: "shr_1" }))).toMatchObject({ field: "run.id" });
    expect(await refused(pushed(9, { origin: "mirror" }))).toMatchObject({ field: "run.origin" });
    expect(await refused(pushed(9, { summary: { ...SUMMARY, verdict: "fine" } }))).toMatchObject({
      field: "run.summary.verdict",
    });
    expect(await refused(wrong({ comparable: false }))).toMatchObject({ field: "comparisons[0].incomparable_reason" });
    expect(await refused(wrong({ trial: 0 }))).toMatchObject({ field: "comparisons[0].trial" });
    expect((await api("GET", `/api/shadow-runs/${id(9)}`)).status).toBe(404);
    const large = { ...pushed(9), comparisons: [{ ...COMPARISON, primary: { answer: "x".repeat(33 * 2 ** 20) } }] };
    expect(await api("POST", "/api/shadow-runs", large)).toMatchObject({
      status: 413,
      body: { error: { code: "request_too_large" } },
    });
  });

  it("are listed newest first, page by page, and by what they are of", async () => {
    await api("POST", "/api/shadow-runs", pushed(4, { endpoint: "support" }));
    const list = async (query: string) => {
      const { body } = await api("GET", `/api/shadow-runs?${query}`, undefined, keys["viewer"]);
      const runs = body["runs"] as unknown as readonly { readonly id: string }[];
      return { ids: runs.map((run) => run.id), next: body["next"] };
    };
    expect(await list("")).toEqual({ ids: [id(4), id(2), id(1)], next: null });
    expect(await list("limit=2")).toEqual({ ids: [id(4), id(2)], next: id(2) });
    expect(await list(`limit=2&before=${id(2)}`)).toEqual({ ids: [id(1)], next: null });
    expect(await list("from=2026-01-02&to=2026-01-03")).toMatchObject({ ids: [id(2)] });
    expect(await list("endpoint=support&project=shop")).toMatchObject({ ids: [id(4)] });
    expect((await api("GET", "/api/shadow-runs?from=soon")).body["error"]).toMatchObject({
      code: "window_invalid",
      field: "from",
    });
  });

  it("show their pairs, filtered and page by page", async () => {
    const pairs = async (query: string) => {
      const { body } = await api("GET", `/api/shadow-runs/${id(1)}/comparisons?${query}`);
      const all = body["comparisons"] as unknown as readonly { readonly number: number }[];
      return { numbers: all.map(({ number }) => number), next: body["next"] };
    };
    expect(await pairs("")).toEqual({ numbers: [1, 2, 3], next: null });
    expect(await pairs("limit=1&after=1")).toEqual({ numbers: [2], next: 2 });
    expect(await pairs("result=loss&differs=true&contract=refund")).toEqual({ numbers: [2], next: null });
    expect(await pairs("comparable=false")).toEqual({ numbers: [3], next: null });
    const { body } = await api("GET", `/api/shadow-runs/${id(1)}/comparisons?result=loss`);
    expect(body["comparisons"]).toEqual([{ ...LOSS, run: id(1), number: 2, at: new Date(LOSS.at).toISOString() }]);
    expect((await api("GET", `/api/shadow-runs/${id(8)}/comparisons`)).body["error"]).toMatchObject({
      code: "shadow_run_unknown",
    });
  });

  it("answer as the API describes them", async () => {
    const described = (await api("GET", "/api/openapi.json")).body as unknown as {
      readonly paths: Readonly<
        Record<string, { readonly get: { readonly responses: Readonly<Record<string, never>> } }>
      >;
      readonly components: object;
    };
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const window = "?from=2026-01-01";
    const listed = await api("GET", `/api/shadow-pairs${window}`);
    const [first] = listed.body["pairs"] as unknown as readonly { readonly id: string }[];
    const asked = [
      ["/api/shadow-runs", ""],
      ["/api/shadow-runs/{id}", id(1)],
      ["/api/shadow-runs/{id}/comparisons", id(1)],
      ["/api/shadow-pairs", "", window],
      ["/api/shadow-pairs/{id}", first?.id ?? "", window],
    ] as const;
    for (const [path, one, query = ""] of asked) {
      const answer = described.paths[path]?.get.responses["200"] as unknown as {
        readonly content: { readonly "application/json": { readonly schema: object } };
      };
      const schema = { ...answer.content["application/json"].schema, components: described.components };
      const { body } = await api("GET", `${path.replace("{id}", one)}${query}`);
      expect([path, ajv.validate(schema, body), ajv.errors]).toEqual([path, true, null]);
    }
  });

  it("are judged together with those of the same primary and shadow", async () => {
    const { body } = await api("GET", "/api/shadow-pairs?from=2026-01-01&to=2026-01-04", undefined, keys["viewer"]);
    expect(body).toMatchObject({
      verdicts: { needs_review: 1, clean: 0 },
      pairs: [
        { project: "shop", endpoint: null, runs: 2, last_run: id(2), summary: { comparable_n: 4, would_fail: 2 } },
      ],
    });
    const [{ id: pair }] = body["pairs"] as unknown as readonly [{ readonly id: string }];
    const shown = await api("GET", `/api/shadow-pairs/${pair}?from=2026-01-01`);
    expect(shown.body).toMatchObject({
      contracts: [{ contract: "refund", losses: 2 }, { contract: "escalate" }],
      runs: [{ id: id(2) }, { id: id(1) }],
    });
    expect((await api("GET", "/api/shadow-pairs?from=2026-01-01&verdict=clean")).body).toMatchObject({ pairs: [] });
    expect((await api("GET", `/api/shadow-pairs/${pair}?last=1h`)).body["error"]).toMatchObject({
      code: "shadow_pair_unknown",
    });
    const { pairs } = await understudyJson<{ pairs: readonly object[] }>([
      "shadow",
      "pairs",
      "--from",
      "2026-01-01",
      "--verdict",
      "needs_review",
      "--data",
      gateway.folder,
    ]);
    expect(pairs).toContainEqual(expect.objectContaining({ id: pair, runs: 2 }));
  });

  it("are looked at from the command line, and by plain SQL", async () => {
    const listed = await understudyJson<{ runs: readonly object[] }>(["shadow", "list", "--data", gateway.folder]);
    expect(listed.runs).toMatchObject([{ id: id(4) }, { id: id(2) }, { id: id(1) }]);
    const shown = await understudyJson(["shadow", "show", id(1), "--result", "loss", "--data", gateway.folder]);
    expect(shown).toMatchObject({
      run: { id: id(1) },
      contracts: [
        { contract: "refund", critical: true, losses: 1, both_pass: 1 },
        { contract: "escalate", comparable_n: 0, incomparable_n: 1 },
      ],
      comparisons: [{ number: 2, result: "loss" }],
    });
    const { out } = await cli("shadow", "show", id(1));
    expect(out).toContain("needs review (regression suspected), low confidence");
    expect(out).toContain("refund was expected, nothing was called.");
    expect(out).toContain("missing call /tool_calls/0");
    expect(out).toContain("not compared: shadow error");
    using database = new DatabaseSync(join(gateway.folder, "control.db"), { readOnly: true });
    const rows = database
      .prepare(
        `SELECT c.contract, c.case_id, c.result, c.differs, r.candidate, c.primary_answer ->> 'text' AS said FROM shadow_comparisons c
         JOIN shadow_runs r ON r.id = c.run WHERE c.run = ? AND c.comparable`,
      )
      .all(id(1));
    expect(rows).toMatchObject([
      {
        contract: "refund",
        case_id: "late",
        result: "both_pass",
        differs: 0,
        candidate: RUN.candidate,
        said: "grüezi",
      },
      { contract: "refund", case_id: "early", result: "loss", differs: 1 },
    ]);
  });

  it("are removed for good, and that is written down", async () => {
    expect((await api("DELETE", `/api/shadow-runs/${id(4)}`, undefined, keys["viewer"])).status).toBe(403);
    expect(await api("DELETE", `/api/shadow-runs/${id(4)}`, undefined, keys["editor"])).toMatchObject({
      status: 200,
      body: { id: id(4) },
    });
    expect((await api("GET", `/api/shadow-runs/${id(4)}`)).status).toBe(404);
    expect((await cli("shadow", "remove", id(2))).out).toContain(id(2));
    const again = await cli("shadow", "remove", id(2));
    expect([again.code, again.err.includes("understudy shadow list")]).toEqual([2, true]);
    const audited = await api("GET", "/api/audit?action=shadow_run.remove");
    expect(audited.body["entries"]).toMatchObject([
      { actor: "cli", details: { id: id(2) } },
      { actor: "editor", details: { id: id(4) } },
    ]);
  });
});
