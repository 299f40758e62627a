import type { Asking, AskingSide } from "../actions/asking/ask-target.ts";
import type { SpendCap } from "../actions/asking/spend-cap.ts";
import type { Copied } from "../actions/backup.ts";
import type { Deployment } from "../actions/deployment.ts";
import type { Spine } from "../actions/serve/spine.ts";
import type { Send } from "../core/send.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Store } from "../store/control.ts";
import type { Appender } from "../store/appender.ts";
import type { SetAside } from "../store/set-aside.ts";
import type { GatewayClient } from "./gateway-client.ts";
import type { Progress, ProgressOptions } from "./progress.ts";
import type { Terminal } from "./terminal.ts";
import type { OwnCommand, RunningGateway, StartGateway, World } from "./world.ts";

/**
 * A command of the command line, as data: help, validation of flags and `docs/reference/cli.md` derive from it.
 *
 * To add one: write `commands/NAME.ts` exporting a `Command`, put it into the list of `commands/index.ts`, and renew the
 * reference with `npx vitest run src/cli/reference.test.ts -u`. `run` does the work through an action and returns an `Answer`; it never prints by itself, so that
 * `--json` comes for free. Expected mistakes are thrown as `OperatorError`; the frame prints them and chooses the exit code.
 */
export interface Command {
  readonly name: string;
  /** One line, no full stop: what the command is for. */
  readonly summary: string;
  /** Paragraphs below the summary, where it needs them. */
  readonly description?: string;
  readonly positionals?: readonly Positional[];
  readonly flags?: readonly Flag[];
  readonly examples?: readonly Example[];
  /** A group: `understudy configs show`. With `run` of its own, the group's name alone runs it. */
  readonly subcommands?: readonly Command[];
  readonly run?: (context: Context, args: Args) => Promise<Answer | undefined> | Answer | undefined;
}

/** A command in the registry, its module not loaded yet. */
export interface CommandEntry {
  /** The command's own name. */
  readonly name: string;
  load(): Promise<Command>;
}

/** An argument without a flag. Only the last one may be optional or repeat. */
export interface Positional {
  readonly name: string;
  readonly description: string;
  readonly optional?: boolean;
  readonly repeats?: boolean;
}

/** `--name`, or `--name VALUE` where `value` names what it takes. */
export interface Flag {
  /** Without the dashes, kebab-case. */
  readonly name: string;
  /** Placeholder of the value, in capitals; none makes the flag a switch. */
  readonly value?: string;
  readonly description: string;
  readonly default?: string;
  readonly repeatable?: boolean;
  /** The values it takes, all of them. */
  readonly choices?: readonly string[];
  /** `count` = a whole number from 1 on, `number` = any finite number; text where nothing is said. */
  readonly expects?: "count" | "number";
}

export interface Example {
  /** As typed, from `understudy` on. */
  readonly command: string;
  readonly note: string;
}

/** What was typed, checked against the definition. Asking for a flag the definition lacks is a bug and throws. */
export interface Args {
  readonly positionals: readonly string[];
  /** The flag's value, its default, or undefined. */
  text(flag: string): string | undefined;
  /** Every value of a repeatable flag, in order. */
  list(flag: string): readonly string[];
  /** Of a flag that expects `count` or `number`. */
  number(flag: string): number | undefined;
  /** Whether a switch was given. */
  on(flag: string): boolean;
}

/** What a command has to say: one JSON document, and the same for people. */
export interface Answer {
  readonly json: unknown;
  /** The text on a terminal or in a pipe; ends with a line break. */
  readonly text: (terminal: Terminal) => string;
  /** 0 where it is not said; 1 = the answer is "no"; 2 = something of the input could not be used; 130 = stopped by Ctrl-C. */
  readonly exit?: 0 | 1 | 2 | 3 | 130;
}

/** All a command may know of the world. */
export interface Context {
  /** Of understudy. */
  readonly version: string;
  /** The folder of --data. */
  readonly dataFolder: string;
  /** The store of that folder, opened at the first call and closed by the frame. `readOnly` refuses a folder without one (`store_missing`). */
  store(options?: { readonly readOnly?: boolean; readonly busyMilliseconds?: number }): Store;
  /** What one import remembers of the records it read; whoever opens it closes it. */
  setAside(): SetAside;
  /** Fills the store of --data in a thread of its own; whoever opens it closes it. */
  appender(): Appender;
  /** Library prices, with the file of --prices on top; read at the first call. */
  prices(): PriceBook;
  /** The file of --prices, where one was given. */
  readonly pricesFile: string | undefined;
  /** Whether `--prices now` was given. */
  readonly pricesNow: boolean;
  /** For text beside the answer; the answer itself is returned. */
  readonly stdout: Terminal;
  /** For notes that do not belong to the answer. */
  readonly stderr: Terminal;
  /** Bytes to stdout at the reader's pace, for commands whose answer is a stream. */
  writeBytes(bytes: Uint8Array | string): Promise<void>;
  stdin(): AsyncIterable<Uint8Array>;
  /** Whether --json was given; only needed where text is written beside the answer. */
  readonly json: boolean;
  /** ms since the epoch. */
  now(): number;
  /** A UUIDv7. */
  newId(): string;
  /** The mock provider, for sample data. */
  sampleSend(): Send<Readonly<Record<string, unknown>>>;
  startGateway(options: StartGateway): Promise<RunningGateway>;
  /** What calls are made with, over the store of --data: connected at the first call, closed by the frame. */
  spine(options: { readonly deployment: Deployment; readonly mock: boolean }): Promise<Spine>;
  /** Direct calls to one provider, without a store: closed by the frame, if not before. Throws `provider_unknown`, `provider_key_missing`. @param cap what calls keep to; a call without a known price then fails */
  asking(side: AskingSide, deployment: Deployment, cap?: SpendCap | null): Promise<Asking>;
  /** A variable of the environment; undefined where it is not set. */
  environment(name: string): string | undefined;
  /** A running gateway's API. @param url where `--url` says it is. Throws `gateway_unreachable`. */
  gateway(url: string | undefined): GatewayClient;
  /** The world's. */
  readonly securityGate: World["securityGate"];
  readonly guardrails: World["guardrails"];
  /** The world's, of this store. */
  eraseSpooled(user: { readonly user: string; readonly project: string | null }): ReturnType<World["eraseSpooled"]>;
  /** The world's, of this store. */
  copyStore(into: string, onBytes: (bytes: number) => void): Promise<Copied>;
  /** The world's. */
  readyFor(rows: number): void;
  /** 32 random bytes as base64url. */
  secret(): string;
  /** SHA-256 in hex. */
  hash(text: string): string;
  /** The world's. */
  readonly http: World["http"];
  /** The world's. */
  folder(): string;
  /** The world's. */
  readonly checkCommand: World["checkCommand"];
  /** The world's, over this store. */
  runCommand(command: OwnCommand): ReturnType<World["runCommand"]>;
  /** The world's. */
  readonly webhooks: World["webhooks"];
  /** The world's. */
  readonly every: World["every"];
  /** Resolves when the process is asked to stop: Ctrl-C, or SIGTERM. */
  stopAsked(): Promise<void>;
  progress(options: ProgressOptions): Progress;
  /** Calling this takes Ctrl-C over: a long operation then must look at the signal between its steps and return early with exit 130. */
  interruption(): AbortSignal;
}
