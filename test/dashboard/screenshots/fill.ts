import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remove, start, type Running, type Upstream } from "../../gateway/running.ts";
import { until } from "../../gateway/playing.ts";
import { understudy, understudyJson } from "../../understudy.ts";
import { pushShadowRuns, runId } from "../shadow-runs.ts";
import { answering } from "./answering.ts";
import { BRIEF, CASCADE, CHEAPER, EXTRACT, FALLBACK, OLD, SPLIT, SUPPORT } from "./definitions.ts";
import { liveTraffic } from "./live-traffic.ts";
import { JUDGE_MODEL, playedModels, SLOW_MODEL, type LoggedLine } from "./played-models.ts";

const PACK = join(import.meta.dirname, "../../../examples/15-pack");
const LAST_WEEK = { last: "7d", newest: true };
const SAMPLE = { project: "sample" };
const RUN_MS = 300_000;

/** A run in a list. */
interface Line {
  readonly state?: string;
  readonly progress?: { readonly state: string } | null;
}

/** What is to be looked at, by id. */
export interface Filled {
  readonly gateway: Running;
  /** Key of a viewer. */
  readonly viewer: string;
  readonly simulation: string;
  readonly fallback: string;
  readonly measured: string;
  readonly worse: string;
  readonly capped: string;
  readonly running: string;
  readonly promoted: string;
  readonly judge: string;
  /** Of rows of the log. */
  readonly rows: Readonly<Record<"tools" | "replayed" | "failed" | "cascade" | "blocked" | "summary", string>>;
  readonly shadowPair: string;
  readonly shadowRun: string;
  readonly packRun: string;
  close(): Promise<void>;
}

/** The sample week, played on: a gateway over a folder in which everything that the dashboard shows has happened. @param say what is being done */
export async function fill(say: (what: string) => void): Promise<Filled> {
  const folder = mkdtempSync(join(tmpdir(), "understudy-screenshots-"));
  say("sample week");
  const { result } = await understudyJson<{ readonly result: { readonly id: string } }>(["demo", "--data", folder]);
  const exported = join(folder, "week.jsonl");
  await understudy(["export", exported, "--data", folder]);
  const log = readFileSync(exported, "utf8").trimEnd().split("\n");
  const models = await playedModels(log.map((line) => JSON.parse(line) as LoggedLine));
  const gateway = await start(deployment(models), folder);
  const close = async (): Promise<void> => {
    await gateway.stop();
    await models.close();
    remove(folder);
  };
  try {
    return { ...(await filled(gateway, result.id, say)), gateway, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function deployment({ url }: Upstream): object {
  const openai = { base_url: url, allow_private: true, key_env: "UPSTREAM_KEY" };
  return { providers: { openai, anthropic: { ...openai, kind: "openai" }, mock: {} } };
}

async function filled(
  gateway: Running,
  simulation: string,
  say: (what: string) => void,
): Promise<Omit<Filled, "gateway" | "close">> {
  const { post, put, get } = answering(gateway);
  /** Waits until no run goes on. */
  const ended = (path: string, list: string): Promise<true> =>
    until(
      path,
      async () => {
        const { [list]: lines = [] } = await get<Readonly<Record<string, readonly Line[]>>>(path);
        return lines.some((line) => (line.progress ?? line).state === "running") ? undefined : true;
      },
      RUN_MS,
    );
  const measure = async (body: object): Promise<string> =>
    (await post<{ readonly id: string }>("/api/experiments", { window: LAST_WEEK, filter: SAMPLE, ...body })).id;

  say("configs, endpoints, keys, projects");
  await post("/api/configs", { name: "sample-cheaper", policy: CHEAPER, note: "Haiku first for the night's batch" });
  for (const [name, policy, note] of [
    ["resilient", FALLBACK[0], "first draft"],
    ["resilient", FALLBACK[1], "5 s are enough for a first try"],
    ["escalating", CASCADE, "the small one first; the large one where its call does not fit"],
    ["split", SPLIT, "a tenth to the candidate"],
  ] as const)
    await post("/api/configs", { name, policy, note });
  for (const [name, definition, note] of [
    ["support", SUPPORT, "as it was by hand"],
    ["support", BRIEF, "shorter answers, and no addresses in them"],
    ["extract", EXTRACT, "invoices"],
    ["old", OLD, "as long as somebody asks for it"],
  ] as const)
    await put(`/api/projects/default/endpoints/${name}`, { definition, note });
  await post("/api/projects", { name: "shop", retention_days: 30, redact: [{ kind: "pii" }] });
  await post("/api/projects", { name: "sample", retention_days: 90 });
  await post("/api/keys", { name: "web shop", project: "shop", budget_usd_per_day: 25 });
  await post("/api/keys", {
    name: "night batch",
    endpoint: "extract",
    budget_usd_per_day: 2.5,
    expires_at: new Date(Date.now() + 90 * 86_400_000).toISOString(),
  });
  await post("/api/keys", { name: "CI of the support desk", role: "editor" });
  const old = await post<{ readonly id: string }>("/api/keys", { name: "last year's", role: "client" });
  await gateway.api("DELETE", `/api/keys/${old.id}`);
  const { key: viewer } = await post<{ readonly key: string }>("/api/keys", { name: "Ada looks", role: "viewer" });
  await post("/api/attachments", { scope: "project:sample", config: "sample-cheaper@1" });
  await post("/api/attachments", { scope: "project:default", config: "resilient@1" });
  await post("/api/attachments", { scope: "project:default", config: "resilient@2" });
  await post("/api/mirrors", { policy: "single:gpt-4.1-mini:openai", share: 0.5, max_usd_per_day: 5 });
  const paused = { policy: "single:gpt-4o:openai", share: 0.05, max_usd_per_day: 1, endpoint: "support" };
  const { id: mirror } = await post<{ readonly id: string }>("/api/mirrors", paused);
  await post(`/api/mirrors/${mirror}/pause`, {});

  say("experiments, measured");
  const [measured, worse, capped] = [
    await measure({ policy: "single:gpt-4o-mini:openai", sample: 400, control: 15, max_spend_usd: 5, concurrency: 24 }),
    await measure({
      policy: "single:gpt-4.1-mini:openai",
      filter: { ...SAMPLE, endpoint: "triage", model: "gpt-4o" },
      sample: 120,
      control: "none",
      max_spend_usd: 2,
      concurrency: 24,
    }),
    await measure({ policy: "resilient@2", sample: 60, control: "none", max_spend_usd: 0.004, concurrency: 8 }),
  ];
  const { id: fallback } = await post<{ readonly id: string }>("/api/simulations", {
    policy: CASCADE,
    window: LAST_WEEK,
    filter: { ...SAMPLE, endpoint: "triage" },
  });

  say("live traffic");
  const rows = await liveTraffic(gateway);
  const { id: promoted } = await post<{ readonly id: string }>("/api/simulations", {
    policy: "single:gpt-4o-mini:openai",
    window: { last: "24h" },
    filter: { project: "default", model: "gpt-4o" },
  });
  const watch = { for: "24h", max_error_rate: 0.05, max_p95_ms: 4_000, auto_rollback: true };
  await post(`/api/experiments/${promoted}/promote`, { to: "project:default", percent: 30, watch });
  await liveTraffic(gateway);

  say("shadow runs");
  await pushShadowRuns(gateway);
  const shadowed = await understudy([
    "shadow",
    "--pack",
    PACK,
    "--provider",
    "recorded",
    "--shadow-provider",
    "mock",
    "--shadow-model",
    "gpt-4o-mini",
    "--data",
    gateway.folder,
  ]);
  const { runs } = await get<{ readonly runs: readonly { readonly id: string; readonly candidate: string }[] }>(
    "/api/shadow-runs",
  );
  const packRun = runs.find(({ candidate }) => candidate === "gpt-4o-mini:mock")?.id;
  if (packRun === undefined) throw new Error(shadowed.err);
  const { pairs } = await get<{ readonly pairs: readonly { readonly id: string }[] }>(
    "/api/shadow-pairs?last=30d&verdict=needs_review",
  );
  const shadowPair = pairs[0]?.id ?? "";

  say("a judge");
  await ended("/api/experiments", "experiments");
  const { id: judge } = await post<{ readonly id: string }>(`/api/experiments/${measured}/judge-runs`, {
    judge: `${JUDGE_MODEL}:openai`,
    criterion: "The better answer says everything that the request asks for, and nothing that it does not.",
    n: 250,
    max_spend_usd: 5,
    force: true,
    concurrency: 24,
  });
  await ended(`/api/experiments/${measured}/judge-runs`, "judge_runs");
  const running = await measure({
    policy: `single:${SLOW_MODEL}:openai`,
    sample: 200,
    control: "none",
    max_spend_usd: 1,
    concurrency: 2,
  });
  return {
    viewer,
    simulation,
    fallback,
    measured,
    worse,
    capped,
    running,
    promoted,
    judge,
    rows,
    shadowPair,
    shadowRun: runId(1),
    packRun,
  };
}
