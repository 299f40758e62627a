import type { EraseParts } from "../actions/erase-user.ts";
import type { CommandEnd } from "../actions/schedule/command-end.ts";
import type { PostParts } from "../actions/webhooks/deliver.ts";
import type { WebhookParts } from "../actions/webhooks/webhooks.ts";
import type { OperatorError } from "../core/errors.ts";
import type { Asking, AskingSide } from "../actions/asking/ask-target.ts";
import type { SpendCap } from "../actions/asking/spend-cap.ts";
import type { EndpointParts } from "../actions/endpoints.ts";
import type { Copied } from "../actions/backup.ts";
import type { Deployment } from "../actions/deployment.ts";
import type { GateKind, SecurityGate } from "../actions/security-gate.ts";
import type { Spine } from "../actions/serve/spine.ts";
import type { Send } from "../core/send.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Store } from "../store/control.ts";
import type { Appender } from "../store/appender.ts";
import type { SetAside } from "../store/set-aside.ts";
import type { Traffic } from "../store/traffic.ts";
import type { TextStream } from "./terminal.ts";

/** A gateway that takes requests. */
export interface RunningGateway {
  readonly url: string;
  /** The admin key made at the first start, shown this once; null where there were keys already. */
  readonly firstKey: string | null;
  /** Logs a browser in, once; null where there were keys already. */
  readonly loginUrl: string | null;
  /** Names of the providers that calls can go to. */
  readonly providers: readonly string[];
  stop(): Promise<void>;
}

/** What requests are served with. */
export interface OpenSpine {
  readonly dataFolder: string;
  readonly store: Store;
  readonly prices: PriceBook;
  readonly deployment: Deployment;
  /** With the mock provider. */
  readonly mock: boolean;
}

/** Direct calls to one provider. */
export interface OpenAsking {
  readonly side: AskingSide;
  readonly deployment: Deployment;
  readonly prices: PriceBook;
  /** What each call sets its worst case aside in before it is made; null = calls cost what they cost. */
  readonly cap: SpendCap | null;
  /** What the provider `log` plays; opened by it alone. */
  readonly log: () => Traffic;
}

export interface StartGateway extends OpenSpine {
  /** Where the deployment stands; null where no file says it. */
  readonly configFile: string | null;
  /** The file of --prices, which is in `prices` already. */
  readonly pricesFile: string | undefined;
}

/** A command line of understudy that is run by itself. */
export interface OwnCommand {
  /** From the command's name on. */
  readonly command: readonly string[];
  /** Null = the folder of this process. */
  readonly folder: string | null;
}

/** Everything outside the process, as the composition root hands it to the command line. */
export interface World {
  readonly version: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Whether the environment allows colours. */
  readonly colors: boolean;
  /** Resolves once stdout takes more. */
  writeBytes(bytes: Uint8Array | string): Promise<void>;
  stdin(): AsyncIterable<Uint8Array>;
  /** Where the store lies when --data is not given. */
  readonly defaultDataFolder: string;
  openStore(folder: string, options: { readonly readOnly: boolean; readonly busyMilliseconds?: number }): Store;
  openSetAside(): SetAside;
  /** A thread that fills the store of a folder. */
  openAppender(folder: string): Appender;
  openPrices(userFile: string | undefined): PriceBook;
  /** The mock provider. */
  sampleSend(prices: PriceBook): Send<Readonly<Record<string, unknown>>>;
  /** ms since the epoch. */
  now(): number;
  /** A UUIDv7. */
  newId(): string;
  /** A failure of the surroundings as an operator's matter; null where it is none. */
  explain(error: unknown): OperatorError | null;
  /** Takes Ctrl-C over; without it Ctrl-C ends the process at once. */
  onInterrupt(handler: () => void): void;
  startGateway(options: StartGateway): Promise<RunningGateway>;
  /** Connects to the providers, without a server: for commands that make calls of their own. */
  openSpine(options: OpenSpine): Promise<Spine>;
  /** Connects to one provider, for calls that nothing stands around. Throws `provider_unknown`, `provider_key_missing`. */
  asking(options: OpenAsking): Promise<Asking>;
  /** Takes what is found out of bodies that are kept where many can read them. */
  securityGate(kinds: readonly GateKind[]): Promise<SecurityGate>;
  /** Every kind of guardrail. */
  guardrails(): Promise<EndpointParts["guardrails"]>;
  /** A variable of the environment; undefined where it is not set. */
  environment(name: string): string | undefined;
  /** Where the environment says a gateway is, and the key it is to be asked with. */
  readonly gateway: { readonly url: string | undefined; readonly key: string | undefined };
  /** One HTTP request; rejects where there is no answer. */
  http(
    url: string,
    request: {
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | null;
      /** Rejects when it aborts. */
      readonly signal?: AbortSignal;
      /** Rejects where the answer is longer, unpacked. */
      readonly mostBytes?: number;
    },
  ): Promise<{
    readonly status: number;
    readonly text: string;
    /** By lower-case name. */
    readonly headers: Readonly<Record<string, string>>;
  }>;
  /** Rows of an end user in the files of a gateway's spool, of one project or (null) of all; what the spool had put aside of theirs goes. */
  eraseSpooled(
    folder: string,
    user: { readonly user: string; readonly project: string | null },
  ): ReturnType<EraseParts["spooled"]>;
  /** Copies a store as of one instant into an empty folder, telling of the bytes copied so far. */
  copyStore(folder: string, into: string, onBytes: (bytes: number) => void): Promise<Copied>;
  /** Told how many rows the log has that a command will replay one policy over, and end. */
  readyFor(rows: number): void;
  /** 32 random bytes as base64url. */
  secret(): string;
  /** SHA-256 in hex. */
  hash(text: string): string;
  /** The folder that file names are looked for from. */
  folder(): string;
  /** Throws `usage` where the command line would refuse a command. */
  checkCommand(words: readonly string[]): Promise<void>;
  /** Runs a command over a data folder, with --json, in a process of its own, to its end. */
  runCommand(command: OwnCommand, dataFolder: string): Promise<CommandEnd>;
  /** How requests are sent to webhooks. */
  readonly webhooks: Pick<PostParts, "post" | "environment"> & { readonly checkUrl: WebhookParts["checkUrl"] };
  /** Calls back every so often until what it returns is called; keeps no process waiting. */
  every(ms: number, then: () => void): () => void;
  /** Calls back at Ctrl-C or SIGTERM, once. */
  onStop(handler: () => void): void;
}
