import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { LOG_PROVIDER } from "./actions/asking/ask-target.ts";
import { readyFor } from "./brief-work.ts";
import { checkCommand } from "./cli/check-command.ts";
import { COMMANDS } from "./cli/commands/index.ts";
import { runCommandLine } from "./cli/run.ts";
import { DEFAULT_DATA_FOLDER } from "./cli/typed.ts";
import type { World } from "./cli/world.ts";
import { every } from "./every.ts";
import { later } from "./later.ts";
import { moduleBeside } from "./module-beside.ts";
import { storeFailure } from "./store/sqlite/failure.ts";
import { uuid7 } from "./uuid7.ts";
import type * as PriceFile from "./actions/price-file.ts";
import type * as OwnCommand from "./own-command.ts";
import type * as Prices from "./prices/index.ts";
import type * as Mocking from "./sample-send.ts";
import type * as Spooled from "./store/spool/spooled-rows.ts";
import type * as Copying from "./store/sqlite/copy.ts";
import type * as Appending from "./store/append-thread.ts";
import type * as Aside from "./store/sqlite/set-aside.ts";
import type * as Sqlite from "./store/sqlite/open.ts";
import type * as Webhook from "./webhook-post.ts";

const sqlite = later<typeof Sqlite>("./store/sqlite/open.ts");
const setAside = later<typeof Aside>("./store/sqlite/set-aside.ts");
const appending = later<typeof Appending>("./store/append-thread.ts");
const copying = later<typeof Copying>("./store/sqlite/copy.ts");
const spooled = later<typeof Spooled>("./store/spool/spooled-rows.ts");
const prices = later<typeof Prices>("./prices/index.ts");
const priceFile = later<typeof PriceFile>("./actions/price-file.ts");
const mocking = later<typeof Mocking>("./sample-send.ts");
const webhook = later<typeof Webhook>("./webhook-post.ts");
const ownCommand = later<typeof OwnCommand>("./own-command.ts");

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
    openSetAside: () => setAside().openSetAside(),
    openAppender: (folder) => appending().startAppendThread(moduleBeside("append-worker"), { folder }),
    openStore: (folder, options) => sqlite().openSqliteStore(folder, options),
    openPrices: (userFile) =>
      prices().priceBook(userFile === undefined ? {} : { userFile: priceFile().readPriceFile(userFile) }),
    sampleSend: (book) => mocking().sampleSend(book, () => Date.now()),
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
      const failed = (error: Error & { readonly cause?: Error }): never => {
        throw new Error(error.cause?.message ?? error.message);
      };
      const answer = await fetch(url, request).catch(failed);
      const text = await boundedText(answer, request.mostBytes).catch(failed);
      return { status: answer.status, text, headers: Object.fromEntries(answer.headers) };
    },
    eraseSpooled: (folder, { user, project }) =>
      spooled().eraseSpooled(folder, (row) => row.end_user === user && (project === null || row.project === project)),
    copyStore: (...given) => copying().copySqliteStore(...given),
    readyFor,
    folder: () => process.cwd(),
    checkCommand: async (words) => void (await checkCommand(words, COMMANDS)),
    runCommand: (command, dataFolder) => ownCommand().runOwnCommand(command, resolve(dataFolder)),
    webhooks: {
      post: (...given) => webhook().postWebhook(...given),
      environment: (name) => env[name],
      checkUrl: (url, allowPrivate) => void webhook().checkWebhookUrl(url, allowPrivate),
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

/** The text of an answer; rejects as soon as it is longer than anybody wants it. */
async function boundedText(answer: Response, mostBytes: number = Number.POSITIVE_INFINITY): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
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
