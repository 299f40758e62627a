import { randomBytes } from "node:crypto";
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { tellVerdict } from "./actions/shadow-runs/verdict-event.ts";
import { callBound } from "./actions/metered/worst-case.ts";
import { openMirroring } from "./actions/mirror/mirroring.ts";
import type { Mirrored } from "./actions/mirror/mirrored.ts";
import { unpack } from "./actions/mirror/packed.ts";
import { readPriceFile } from "./actions/price-file.ts";
import { bodyRedaction } from "./actions/redaction.ts";
import type { LoadedEndpoint, ServingPolicy } from "./actions/serve/gateway-state.ts";
import { compilePolicy } from "./core/compile.ts";
import type { Facts } from "./core/facts.ts";
import { parsePolicy } from "./core/policy.ts";
import type { FromMirror, MirrorStart, ToMirror } from "./gateway-mirroring.ts";
import { openSpine } from "./live-spine.ts";
import { priceBook } from "./prices/index.ts";
import { lightSignal } from "./sends/light-signal.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";
import type { StoredMirror } from "./store/shadow.ts";
import { uuid7 } from "./uuid7.ts";

/** The thread that asks candidates what callers of the gateway have asked: part of the composition root. */
const start = workerData as MirrorStart;
const port = parentPort;
if (port === null) throw new Error("mirror-worker runs as a worker thread");
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromMirror): void => port.postMessage(message);

/** Linux has a priority for each thread; elsewhere it would be the whole process's. */
if (process.platform === "linux") setPriority(19);

const STORE_EVERY_MS = 1_000;
const PROGRESS_EVERY_MS = 50;
const LOOK_EVERY_MS = 10;
const LATE_MS = 5;
const BUSY_MS = 1_000;
const CACHE_KILOBYTES = 2_048;
/** Snapshots of facts are cut every 10 s at most: this is more than half an hour of them. */
const MOST_FACTS = 256;

const now = (): number => Date.now();
const newId = (): string => uuid7(now(), randomBytes(10));
const store = openSqliteStore(start.dataFolder, { busyMilliseconds: BUSY_MS, cacheKilobytes: CACHE_KILOBYTES });
const { control } = store;
const prices = priceBook(start.pricesFile === undefined ? {} : { userFile: readPriceFile(start.pricesFile) });
const spine = await openSpine({
  dataFolder: start.dataFolder,
  store,
  prices,
  deployment: start.deployment,
  mock: start.mock,
  environment: (name) => process.env[name],
  now,
  elapsed: () => performance.now(),
  learnMs: null,
  onServed() {},
  onTrouble: (message, details) => tell({ kind: "trouble", message, details }),
});
const redaction = bodyRedaction({
  projects: () => control.projects(),
  revision: () => control.revision(),
  kinds: async () => (await import("./guardrails/index.ts")).GUARDRAILS,
  dialects: spine.parts.dialects,
});

const facts = new Map<string, Facts>();
const policies = new Map<string, ServingPolicy>();
const endpoints = new Map<string, LoadedEndpoint | null>();

function policyOf({ id, policy }: StoredMirror): ServingPolicy {
  let known = policies.get(id);
  if (known === undefined) {
    const parsed = parsePolicy(policy, `mirror ${id}`);
    const config = parsed.strategy === "config" ? `${String(parsed["name"])}@${String(parsed["version"])}` : null;
    const compiled = compilePolicy(parsed, spine.world);
    policies.set(id, (known = { compiled, config, name: config ?? id, attachment: `mirror:${id}` }));
  }
  return known;
}

function endpointOf(project: string, name: string, version: number): LoadedEndpoint | null {
  const label = `${project}/${name}@${version}`;
  let known = endpoints.get(label);
  if (known === undefined) {
    const stored = control.endpoint(project, name, version);
    endpoints.set(label, (known = stored === null ? null : spine.load(stored)));
  }
  return known;
}

function factsOf({ facts_id: id, spend_percentile: percentile }: Mirrored): Facts {
  const seen = facts.get(id) ?? spine.parts.facts();
  return { ...seen, spendPercentile: () => percentile };
}

const keys = (): ReadonlyMap<string, ReturnType<typeof control.keys>[number]> =>
  new Map(control.keys().map((key) => [key.id, key]));
let keysRead = { at: Number.NEGATIVE_INFINITY, byId: keys() };

/** A timer that is late tells how long the thread has waited for a processor. */
let held = 0;
let looked = performance.now();
const looking = setInterval(() => {
  const at = performance.now();
  const late = at - looked - LOOK_EVERY_MS;
  if (late > LATE_MS) held += late;
  looked = at;
}, LOOK_EVERY_MS);

const mirroring = openMirroring({
  serve: spine.parts,
  now,
  newId,
  key(id) {
    if (now() - keysRead.at > STORE_EVERY_MS) keysRead = { at: now(), byId: keys() };
    return keysRead.byId.get(id) ?? null;
  },
  signal: lightSignal,
  heldUp: () => held + Math.max(0, performance.now() - looked - LOOK_EVERY_MS - LATE_MS),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  shadows: control.shadows,
  onEnded: (run) => tellVerdict(control, run),
  mirrors: control.shadows,
  bound: callBound({ about: spine.about, capabilities: spine.world.capabilities, now, force: false }),
  policy: policyOf,
  endpoint: endpointOf,
  redaction,
  facts: factsOf,
  hash: spine.hash,
  onCap: ({ id }, day) => tell({ kind: "capped", mirror: id, day }),
  onTrouble: ({ id }, error) =>
    tell({
      kind: "trouble",
      message: "a mirrored request came to nothing",
      details: { mirror: id, error: textOf(error) },
    }),
  onStore: (trouble) =>
    tell(
      trouble === null
        ? { kind: "trouble", message: "the store takes comparisons of mirrors again", details: {} }
        : { kind: "trouble", message: "comparisons of mirrors wait for the store", details: { error: trouble } },
    ),
});

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function tellProgress(): void {
  const progress = mirroring.progress();
  if (progress.size > 0) tell({ kind: "progress", progress });
}

async function take(message: Extract<ToMirror, { readonly kind: "asked" }>): Promise<void> {
  for (const one of message.facts) {
    facts.set(one.facts_id, { ...one, spendPercentile: () => null });
    if (facts.size > MOST_FACTS) facts.delete(facts.keys().next().value as string);
  }
  await freshRules();
  mirroring.take(unpack(message));
}

/** Nothing is sent or kept by rules of redaction that may have changed. */
async function freshRules(): Promise<void> {
  for (;;) {
    try {
      return await redaction.refresh();
    } catch (error) {
      tell({ kind: "trouble", message: "mirrors wait for the rules of redaction", details: { error: textOf(error) } });
      await new Promise((resolve) => setTimeout(resolve, STORE_EVERY_MS));
    }
  }
}

const storing = setInterval(() => mirroring.store(), STORE_EVERY_MS);
const telling = setInterval(tellProgress, PROGRESS_EVERY_MS);

async function stop(mostMs: number): Promise<void> {
  await mirroring.stop(mostMs);
  clearInterval(storing);
  clearInterval(telling);
  clearInterval(looking);
  tellProgress();
  await spine.close();
  store.close();
  tell({ kind: "stopped" });
  port?.close();
}

/** One message after the other, as they came. */
let done: Promise<void> = Promise.resolve();
port.on("message", (message: ToMirror) => {
  done = done.then(() => {
    if (message.kind === "mirrors") return mirroring.follow(message.mirrors);
    if (message.kind === "not_taken") return mirroring.notTaken(message.counts);
    if (message.kind === "asked") return take(message);
    return stop(message.mostMs);
  });
});
