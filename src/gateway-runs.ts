import { resolve } from "node:path";
import { operatorErrorOf } from "./core/errors.ts";
import { isObject, parseJson } from "./core/json.ts";
import { flagsBesides, type SchedulingOptions } from "./gateway-scheduling.ts";
import type { BackgroundRuns } from "./server/api/background-runs.ts";
import { runOwnCommand } from "./own-command.ts";

type GatewayRunsOptions = Pick<SchedulingOptions, "dataFolder" | "configFile" | "pricesFile" | "mock" | "tell">;

/** Runs commands for the API. */
export function gatewayRuns(options: GatewayRunsOptions): BackgroundRuns & { stop(): Promise<void> } {
  const { dataFolder, tell } = options;
  const stopping = new AbortController();
  const workers = new Map<string, Promise<unknown>>();
  const others = new Set<Promise<unknown>>();

  async function answer(words: readonly string[]): Promise<unknown> {
    const command = [...words, ...(await flagsBesides(options, words))];
    const { out, err, code } = await runOwnCommand({ command, folder: null }, resolve(dataFolder), stopping.signal);
    const document = parseJson(out);
    if (isObject(document) && document["error"] === undefined) return document;
    const said = isObject(document) ? operatorErrorOf(document["error"]) : null;
    throw said ?? new Error(`understudy ${words[0]} ended with ${String(code)}: ${err || out}`);
  }

  return {
    answer(words) {
      const asked = answer(words);
      others.add(asked);
      const forget = (): void => void others.delete(asked);
      asked.then(forget, forget);
      return asked;
    },
    work(id, words) {
      if (workers.has(id)) return;
      const working = answer(words)
        .then((result) => {
          const state = isObject(result) && isObject(result["stopping"]) ? result["stopping"]["state"] : null;
          tell("info", "a run ended", { id, state });
        })
        .catch((error: Error) => tell("warn", "a run ended", { id, error: error.message }))
        .finally(() => workers.delete(id));
      workers.set(id, working);
    },
    working: (id) => workers.has(id),
    stopping: () => stopping.signal.aborted,
    async stop() {
      stopping.abort();
      await Promise.allSettled([...workers.values(), ...others]);
    },
  };
}
