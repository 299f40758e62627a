import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { LOG_PROVIDER } from "./actions/asking/ask-target.ts";
import { readPriceFile } from "./actions/price-file.ts";
import { readyFor } from "./brief-work.ts";
import { checkCommand } from "./cli/check-command.ts";
import { COMMANDS } from "./cli/commands/index.ts";
import { runCommandLine } from "./cli/run.ts";
import { DEFAULT_DATA_FOLDER } from "./cli/typed.ts";
import type { World } from "./cli/world.ts";
import { every } from "./every.ts";
import { costOf, rateAt } from "./core/rates.ts";
import { priceBook } from "./prices/index.ts";
import { runOwnCommand } from "./own-command.ts";
import { mock } from "./providers/mock.ts";
import { liveRuntime } from "./sends/runtime.ts";
import { eraseSpooled } from "./store/spool/spooled-rows.ts";
import { copySqliteStore } from "./store/sqlite/copy.ts";
import { storeFailure } from "./store/sqlite/failure.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";
import { checkWebhookUrl, postWebhook } from "./webhook-post.ts";
import { uuid7 } from "./uuid7.ts";

/** A command that calls waits for what is learnt from the log, but no longer than this. */
const MOST_LEARNING_MS = 60_000;

/** Runs the command line in this process, to its exit code. The only place that reads environment, clock and randomness. */
export async function app(argv: readonly string[]): Promise<number> {
  quietOnClosedPipe();
  const stdin = standardInput();
  try {
    return await runCommandLine(argv, COMMANDS, processWorld(stdin.open));
  } finally {
    stdin.close();
  }
}

/** Standard input is only touched where a command reads it; left open, it would keep the process waiting. */
function standardInput(): { readonly open: () => AsyncIterable<Uint8Array>; readonly close: () => void } {
  let opened = false;
  return {
    open() {
      opened = true;
      return process.stdin;
    },
    close() {
      if (opened) process.stdin.destroy();
    },
  };
}

function processWorld(stdin: () => AsyncIterable<Uint8Array>): World {
  const { env, stdout, stderr } = process;
  return {
    version: readVersion(),
    stdout,
    stderr,
    colors: (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    writeBytes: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error === undefined || error === null ? resolve() : reject(error)));
      }),
    stdin,
    defaultDataFolder: env["UNDERSTUDY_DATA"] || DEFAULT_DATA_FOLDER,
    openStore: (folder, options) => openSqliteStore(folder, options),
    openPrices: (userFile) => priceBook(userFile === undefined ? {} : { userFile: readPriceFile(userFile) }),
    sampleSend: (prices) =>
      mock.connect({
        runtime: liveRuntime(() => Date.now()),
        seed: "demo",
        cost(target, usage, at) {
          const card = prices.card(target);
          const rate = card === null ? null : rateAt(card, at);
          return rate === null ? null : costOf(rate.span, usage);
        },
      }),
    now: () => Date.now(),
    newId: () => uuid7(Date.now(), randomBytes(10)),
    async startGateway(options) {
      const { startGateway } = await import("./gateway-app.ts");
      const version = readVersion();
      const lines = { write: (text: string) => void stderr.write(text), isTerminal: stderr.isTTY === true };
      return startGateway({ ...options, version, environment: (name) => env[name], lines });
    },
    async openSpine(options) {
      const { openSpine } = await import("./live-spine.ts");
      const tell = (message: string, details: object): void =>
        void stderr.write(`${message}: ${JSON.stringify(details)}\n`);
      return openSpine({
        ...options,
        environment: (name) => env[name],
        now: () => Date.now(),
        elapsed: () => performance.now(),
        learnMs: MOST_LEARNING_MS,
        onServed() {},
        onTrouble: tell,
      });
    },
    async asking(options) {
      const newId = (): string => uuid7(Date.now(), randomBytes(10));
      const [now, elapsed] = [(): number => Date.now(), (): number => performance.now()];
      const { side, deployment, log } = options;
      if (side.provider === LOG_PROVIDER && !Object.hasOwn(deployment.providers, LOG_PROVIDER)) {
        const { logAsking } = await import("./log-asking.ts");
        return logAsking({ traffic: log, deployment, now, elapsed, newId });
      }
      const { liveAsking } = await import("./live-asking.ts");
      return liveAsking({
        ...options,
        environment: (name) => env[name],
        now,
        elapsed,
        newId,
        random: Math.random,
      });
    },
    async securityGate(kinds) {
      const [{ securityGate }, { GUARDRAILS }] = await Promise.all([
        import("./actions/security-gate.ts"),
        import("./guardrails/index.ts"),
      ]);
      return securityGate(kinds, GUARDRAILS);
    },
    guardrails: async () => (await import("./guardrails/index.ts")).GUARDRAILS,
    environment: (name) => env[name],
    gateway: { url: env["UNDERSTUDY_URL"], key: env["UNDERSTUDY_KEY"] },
    async http(url, request) {
      const answer = await fetch(url, request).catch((error: Error & { readonly cause?: Error }) => {
        throw new Error(error.cause?.message ?? error.message);
      });
      return { status: answer.status, text: await answer.text() };
    },
    eraseSpooled: (folder, { user, project }) =>
      eraseSpooled(folder, (row) => row.end_user === user && (project === null || row.project === project)),
    copyStore: copySqliteStore,
    readyFor,
    folder: () => process.cwd(),
    checkCommand: async (words) => void (await checkCommand(words, COMMANDS)),
    runCommand: (command, dataFolder) => runOwnCommand(command, resolve(dataFolder)),
    webhooks: {
      post: postWebhook,
      environment: (name) => env[name],
      checkUrl: (url, allowPrivate) => void checkWebhookUrl(url, allowPrivate),
    },
    every,
    secret: () => randomBytes(32).toString("base64url"),
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    onStop(handler) {
      process.once("SIGINT", handler);
      process.once("SIGTERM", handler);
    },
    explain: storeFailure,
    onInterrupt: (handler) => {
      process.once("SIGINT", handler);
    },
  };
}

/** A reader that has seen enough (`| head`) is no error. */
function quietOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: Error & { code?: string }) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
