import { writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, understudy, type Run } from "../understudy.ts";
import { upstream, type Upstream } from "../gateway/running.ts";
import { anthropic, cityPack, environment, json, message, openAi, SIDES, type ShadowReport } from "./stand-ins.ts";

/** For a shadow that lets its callers wait: the run ends at its deadline, or the test by its own. */
const HANGING_MS = 4_000;
const PLENTY_MS = 45_000;

/** A check's report as JSON, without its times and without the shadow. */
function timeless(shadowed: ShadowReport): string {
  const { shadow_pipeline: _, ...report } = shadowed;
  return JSON.stringify({
    ...report,
    started_at: 0,
    took_ms: 0,
    results: report.results.map((result) => ({
      ...result,
      trials: result.trials.map((trial) => ({ ...trial, latency_ms: 0 })),
    })),
  });
}

function reportOf(run: Run): ShadowReport {
  try {
    return JSON.parse(run.out) as ShadowReport;
  } catch (error) {
    throw new Error(`${run.out}\n${run.err}`, { cause: error });
  }
}

describe("whatever becomes of the shadow, the primary's result is what it is without one", () => {
  const folder = temporaryFolder();
  const pack = cityPack(folder.path);
  const flags = ["--pack", pack, "--retry-cap", "0", "--json"];
  let primary: Upstream;
  let alone: string;
  let answered = 0;
  beforeAll(async () => {
    primary = await openAi(() => (answered += 1));
    const provider = ["--provider", "openai", "--model", "gpt-4o-mini"];
    const env = { OPENAI_BASE_URL: primary.url, REPLAYCI_PROVIDER_KEY: "sk-primary" };
    const run = await understudy(["check", ...flags, ...provider], { env });
    if (run.code !== 0) throw new Error(run.err);
    alone = timeless(reportOf(run));
  });
  afterAll(async () => {
    await primary.close();
    folder[Symbol.dispose]();
  });

  /** Runs the pack with a shadow, to its end. */
  async function shadowed(
    play: (response: ServerResponse) => void,
    more: {
      readonly env?: Readonly<Record<string, string>>;
      readonly data?: string;
      readonly deadline?: number;
    } = {},
  ): Promise<ShadowReport> {
    answered = 0;
    let early = false;
    const shadow = await anthropic((response) => {
      early ||= answered < 5;
      play(response);
    });
    using data = temporaryFolder();
    const run = await understudy(
      [
        "shadow",
        ...flags,
        ...SIDES,
        "--data",
        more.data ?? data.file("store"),
        "--shadow-timeout-ms",
        String(more.deadline ?? PLENTY_MS),
      ],
      { env: { ...environment(primary, shadow), ...more.env } },
    );
    await shadow.close();
    const report = reportOf(run);
    expect(timeless(report)).toBe(alone);
    expect(Object.keys(report).at(-1)).toBe("shadow_pipeline");
    expect(run.code).toBe(0);
    // Nothing was asked of the shadow before the primary had answered everything: it cannot slow it down.
    expect(early).toBe(false);
    return report;
  }

  const wrong: readonly [string, (response: ServerResponse) => void, number?][] = [
    ["answers 500", (response) => json(response, 500, { error: { message: "down" } })],
    ["refuses the key", (response) => json(response, 401, { error: { message: "invalid x-api-key" } })],
    ["never answers", () => {}, HANGING_MS],
    ["begins an answer and never ends it", (response) => void response.writeHead(200).write('{"type":'), HANGING_MS],
    ["closes the connection", (response) => void response.destroy()],
    ["answers with what is no JSON", (response) => void response.writeHead(200).end("{not json")],
    ["answers with 100 MB", (response) => flood(response, 100)],
  ];

  it.each(wrong)("a shadow that %s", async (_, play, deadline = PLENTY_MS) => {
    const { shadow_pipeline: pipeline } = await shadowed(play, { deadline });
    expect(pipeline).toMatchObject({
      executed: 5,
      compared: 0,
      persisted: true,
      persisted_to: "local",
      summary: {
        comparable_n: 0,
        incomparable_n: 5,
        incomparable: { shadow_error: 5 },
        success_rate_delta: null,
        verdict: "needs_better_evidence",
        reliability: { primary: { asked: 5, failed: 0 }, shadow: { asked: 5, failed: 5 } },
      },
    });
  });

  it("a shadow without a key", async () => {
    const { shadow_pipeline: pipeline } = await shadowed((response) => json(response, 200, message("Oslo")), {
      env: { REPLAYCI_SHADOW_PROVIDER_KEY: "" },
    });
    expect(pipeline).toMatchObject({ executed: 0, summary: { incomparable: { shadow_error: 5 } } });
    expect(pipeline.error).toMatch(/ANTHROPIC_API_KEY.*REPLAYCI_SHADOW_PROVIDER_KEY/u);
  });

  const lookedUp = (response: ServerResponse): void => json(response, 200, message("Oslo"));

  it.each([
    ["refuses the run", (response: ServerResponse) => json(response, 403, { error: { message: "no" } }), /403: no/u],
    ["never answers", () => {}, /does not answer/u],
    ["hangs up", (response: ServerResponse) => void response.destroy(), /does not answer/u],
  ])("a server that %s", async (_, play, error) => {
    const server = await upstream((_request, response) => play(response));
    const { shadow_pipeline: pipeline } = await shadowed(lookedUp, {
      env: { REPLAYCI_API_KEY: "rci_live_1", REPLAYCI_API_URL: server.url },
    });
    await server.close();
    expect(server.headers[0]?.authorization).toBe("Bearer rci_live_1");
    expect(pipeline).toMatchObject({ executed: 5, compared: 5, persisted: false, persisted_to: null });
    expect(pipeline.error).toMatch(error);
  });

  it("a server that nobody named, and a store that cannot be written", async () => {
    const nowhere = await shadowed(lookedUp, { env: { REPLAYCI_API_KEY: "rci_live_1" } });
    expect(nowhere.shadow_pipeline).toMatchObject({ persisted: false, compared: 5 });
    expect(nowhere.shadow_pipeline.error).toContain("no server is known");
    const file = folder.file("a-file");
    writeFileSync(file, "in the way");
    const unwritable = await shadowed(lookedUp, { data: file });
    expect(unwritable.shadow_pipeline).toMatchObject({ persisted: false, persisted_to: null, compared: 5 });
  });

  it("a run is pushed, to the server's route and with its key", async () => {
    const server = await upstream((_request, response) => json(response, 201, {}));
    const report = await shadowed(lookedUp, {
      env: { REPLAYCI_API_KEY: "rci_live_1", REPLAYCI_API_URL: `${server.url}/` },
    });
    await server.close();
    const { run_id: id, persisted_to: to } = report.shadow_pipeline;
    expect(to).toBe(`${server.url}/`);
    expect(server.requests).toMatchObject([
      {
        run: { id, origin: "cli", primary: "gpt-4o-mini:openai", candidate: "claude-sonnet-4-5:anthropic", repeat: 1 },
        comparisons: [{ contract: "Bergen" }, {}, {}, {}, {}],
      },
    ]);
  });
});

it("a primary that fails ends as it does alone", async () => {
  using folder = temporaryFolder();
  const pack = cityPack(folder.path);
  const primary = await upstream((_, response) => json(response, 500, { error: { message: "down" } }));
  const shadow = await anthropic((response, city) => json(response, 200, message(city)));
  const run = await understudy(
    ["shadow", "--pack", pack, "--retry-cap", "0", "--json", "--data", folder.file("store"), ...SIDES],
    { env: environment(primary, shadow) },
  );
  await Promise.all([primary.close(), shadow.close()]);
  expect(run.code).toBe(3);
  expect(shadow.requests).toHaveLength(0);
  expect(reportOf(run).shadow_pipeline).toMatchObject({ executed: 0, summary: { incomparable: { primary_error: 5 } } });
});

/** So many megabytes, as fast as they are taken. */
function flood(response: ServerResponse, megabytes: number): void {
  const block = Buffer.alloc(2 ** 20, " ");
  let left = megabytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(block)) {
        response.once("drain", more);
        return;
      }
    }
    response.end("{}");
  };
  response.writeHead(200, { "content-type": "application/json" });
  more();
}
