import type { Asking } from "../actions/asking/ask-target.ts";
import type { Spine } from "../actions/serve/spine.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Store } from "../store/control.ts";
import type { Traffic } from "../store/traffic.ts";
import type { Args, Context } from "./command.ts";
import { gatewayClient } from "./gateway-client.ts";
import { startProgress } from "./progress.ts";
import { terminalOf } from "./terminal.ts";
import type { World } from "./world.ts";

/** What --prices takes beside a file: candidates are priced as of now. */
const PRICES_NOW = "now";

/** The context of one command; `close` closes what it opened. */
export function contextOf(
  world: World,
  globals: Args,
): { readonly context: Context; readonly close: () => Promise<void> } {
  const colors = world.colors && !globals.on("no-color");
  const json = globals.on("json");
  const dataFolder = globals.text("data") ?? world.defaultDataFolder;
  const stdout = terminalOf(world.stdout, colors);
  const stderr = terminalOf(world.stderr, colors);
  let opened: { readonly store: Store; readonly readOnly: boolean } | undefined;
  let book: PriceBook | undefined;
  let interruption: AbortController | undefined;
  let spine: Promise<Spine> | undefined;
  const asked: Asking[] = [];
  const closeStore = (): void => {
    opened?.store.close();
    opened = undefined;
  };
  const close = async (): Promise<void> => {
    // One that could not be opened has nothing to close, and said so where it was asked for.
    await spine?.then(
      (open) => open.close(),
      () => {},
    );
    await Promise.all(asked.map((asking) => asking.close()));
    closeStore();
  };
  const pricesFile = globals.list("prices").findLast((value) => value !== PRICES_NOW);
  const context: Context = {
    version: world.version,
    dataFolder,
    store(options) {
      const readOnly = options?.readOnly === true;
      if (opened !== undefined && opened.readOnly && !readOnly) closeStore();
      const busyMilliseconds = options?.busyMilliseconds;
      opened ??= {
        store: world.openStore(dataFolder, {
          readOnly,
          ...(busyMilliseconds === undefined ? {} : { busyMilliseconds }),
        }),
        readOnly,
      };
      return opened.store;
    },
    setAside: () => world.openSetAside(),
    appender: () => world.openAppender(dataFolder),
    prices: () => (book ??= world.openPrices(pricesFile)),
    pricesFile,
    pricesNow: globals.list("prices").includes(PRICES_NOW),
    stdout,
    stderr,
    writeBytes: (bytes) => world.writeBytes(bytes),
    stdin: () => world.stdin(),
    json,
    sampleSend: () => world.sampleSend(context.prices()),
    now: () => world.now(),
    newId: () => world.newId(),
    startGateway: (options) => world.startGateway(options),
    spine: ({ deployment, mock }) =>
      (spine ??= world.openSpine({
        dataFolder,
        store: context.store(),
        prices: context.prices(),
        deployment,
        mock,
      })),
    async asking(side, deployment, cap = null) {
      const log = (): Traffic => context.store({ readOnly: true }).traffic;
      const asking = await world.asking({ side, deployment, prices: context.prices(), cap, log });
      asked.push(asking);
      return asking;
    },
    environment: (name) => world.environment(name),
    gateway: (url) => gatewayClient(world, dataFolder, url),
    securityGate: world.securityGate,
    guardrails: () => world.guardrails(),
    readyFor: (rows) => world.readyFor(rows),
    eraseSpooled: (user) => world.eraseSpooled(dataFolder, user),
    copyStore: (into, onBytes) => world.copyStore(dataFolder, into, onBytes),
    folder: () => world.folder(),
    checkCommand: (words) => world.checkCommand(words),
    runCommand: (command) => world.runCommand(command, dataFolder),
    webhooks: world.webhooks,
    every: (ms, then) => world.every(ms, then),
    secret: () => world.secret(),
    hash: (text) => world.hash(text),
    http: (url, request) => world.http(url, request),
    stopAsked: () => new Promise((done) => world.onStop(done)),
    progress: (options) => startProgress(json ? { ...stderr, isTerminal: false } : stderr, () => world.now(), options),
    interruption() {
      if (interruption === undefined) {
        const controller = new AbortController();
        world.onInterrupt(() => controller.abort());
        interruption = controller;
      }
      return interruption.signal;
    },
  };
  return { context, close };
}
