import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMPLETION, type Play } from "../gateway/playing.ts";
import { remove, start, upstream, type Running } from "../gateway/running.ts";
import { understudy, understudyJson, type Run } from "../understudy.ts";

/** A request as it was answered. */
export interface Answered {
  readonly user: string;
  /** When it was sent, ms. */
  readonly at: number;
  readonly status: number;
  /** The target that answered. */
  readonly target: string;
  readonly config: string;
}

/** A gateway whose provider's models do as they are told, with a stream of requests on demand. */
export interface Rollout {
  readonly gateway: Running;
  run(...args: string[]): Promise<Run>;
  json<T = Record<string, never>>(...args: string[]): Promise<T>;
  /** What a model does from now on. */
  play(model: string, play: Play): void;
  ask(user: string, model?: string): Promise<Answered>;
  /** Requests of users `u0`, `u1`, ... by turns, several at a time, until it is stopped. */
  flow(users: number): { readonly answered: readonly Answered[]; stop(): Promise<void> };
  /** A file in the gateway's folder. */
  file(name: string, content: unknown): string;
  /** The id of a routing-only experiment of a policy over what is in the log. */
  experiment(policy: object, ...flags: string[]): Promise<string>;
  /** Ends the gateway and starts it again over the same folder. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

const AT_ONCE = 8;

const answering: Play = (response) =>
  void response.writeHead(200, { "content-type": "application/json" }).end(COMPLETION);

/** @param models the first is what clients ask for */
export async function rollout(models: readonly string[]): Promise<Rollout> {
  const plays = new Map<string, Play>();
  const calls = new Map<string, number>();
  const provider = await upstream((_, response, { model }) => {
    const call = calls.get(model) ?? 0;
    calls.set(model, call + 1);
    (plays.get(model) ?? answering)(response, call);
  });
  const folder = mkdtempSync(join(tmpdir(), "understudy-promote-"));
  const openai = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY", models };
  let gateway = await start({ providers: { openai } }, folder);
  const environment = { env: { UPSTREAM_KEY: "upstream-secret" } };
  const run = (...args: string[]): Promise<Run> => understudy([...args, "--data", folder], environment);
  const json = async <T>(...args: string[]): Promise<T> => {
    const document = await understudyJson<T & { readonly error?: object }>([...args, "--data", folder], environment);
    if (document.error !== undefined) throw new Error(JSON.stringify(document.error));
    return document;
  };
  const ask = async (user: string, model = models[0] as string): Promise<Answered> => {
    const at = Date.now();
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${gateway.key}`,
        "content-type": "application/json",
        "x-understudy-user": user,
      },
      body: JSON.stringify({ model, messages: [{ role: "user", content: `hello from ${user}` }] }),
    });
    await response.text();
    const header = (name: string): string => response.headers.get(`x-understudy-${name}`) ?? "";
    return { user, at, status: response.status, target: header("target"), config: header("config") };
  };
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  return {
    get gateway() {
      return gateway;
    },
    run,
    json,
    play: (model, play) => void plays.set(model, play),
    ask,
    flow(users) {
      const answered: Answered[] = [];
      const stopping = new AbortController();
      let next = 0;
      const lanes = Array.from({ length: AT_ONCE }, async () => {
        while (!stopping.signal.aborted) {
          const user = `u${next++ % users}`;
          const at = Date.now();
          answered.push(await ask(user).catch(() => ({ user, at, status: 0, target: "", config: "" })));
        }
      });
      return {
        answered,
        async stop() {
          stopping.abort();
          await Promise.all(lanes);
        },
      };
    },
    file,
    async experiment(policy, ...flags) {
      const candidate = file("candidate.json", policy);
      return (await json<{ id: string }>("simulate", "--policy", candidate, ...flags)).id;
    },
    async restart(signal = "SIGTERM") {
      await gateway.stop(signal);
      gateway = await start({ providers: { openai } }, folder, gateway.key);
    },
    async close() {
      await gateway.stop();
      await provider.close();
      remove(folder);
    },
  };
}
