import { OperatorError } from "../../core/errors.ts";
import { isObject, textOf } from "../../core/json.ts";
import { retryAfterMs } from "./retry-after.ts";
import type { Ask, Question } from "./source.ts";
import { unreadable } from "./unreadable.ts";

/** One HTTP request; rejects where there is no answer. */
export type Http = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
    readonly signal: AbortSignal;
    readonly mostBytes: number;
  },
) => Promise<{
  readonly status: number;
  readonly text: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}>;

export interface AskParts {
  /** Where the source is, without a slash at the end. */
  readonly url: string;
  /** These carry the keys. */
  readonly headers: Readonly<Record<string, string>>;
  /** What may never be printed. */
  readonly secrets: readonly string[];
  /** The variables that hold them. */
  readonly keys: readonly string[];
  readonly http: Http;
  /** Ends early, however it ends, when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onWait: (ms: number, why: string) => void;
}

/** What asking took so far. */
export interface AskTally {
  requests: number;
  /** Requests that were made again. */
  retries: number;
  waited_ms: number;
  /** Characters of the answers. */
  characters: number;
}

const MOST_TRIES = 8;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** A source that wants to be left alone for longer is asked again by the next command. */
const LONGEST_RETRY_AFTER_MS = 15 * 60_000;
const TIMEOUT_MS = 120_000;
const MOST_BYTES = 256 << 20;

/** Asks one source: what passes is asked again, ever later, and keys never leave by a message. */
export function asker(parts: AskParts): { readonly ask: Ask; readonly tally: AskTally } {
  const tally: AskTally = { requests: 0, retries: 0, waited_ms: 0, characters: 0 };

  async function once(question: Question): Promise<Tried> {
    tally.requests++;
    const answer = await parts
      .http(addressOf(parts.url, question), {
        method: question.method,
        headers: {
          accept: "application/json",
          ...(isOwn(question.path) ? parts.headers : {}),
          ...(question.body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: question.body === undefined ? null : JSON.stringify(question.body),
        signal: AbortSignal.any([parts.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        mostBytes: MOST_BYTES,
      })
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof answer === "string") return { again: unreachable(parts, question, answer), wait: null };
    tally.characters += answer.text.length;
    const { status, text } = answer;
    if (question.also?.includes(status) === true) return { status, document: null };
    const wait = retryAfterMs(answer.headers["retry-after"], parts.now());
    if (status === 429 || status === 408 || status >= 500) return { again: troubled(parts, question, status), wait };
    if (status === 401 || status === 403) throw keyRefused(parts, status);
    if (status >= 300) throw refused(parts, question, status, text);
    try {
      return { status, document: JSON.parse(text) as unknown };
    } catch {
      const page = /^\s*</u.test(text);
      const what = page ? "a web page" : text.trim() === "" ? "nothing" : "JSON that ends too early, or none";
      const error = unreadable(
        `${parts.url} answered ${whereOf(question)} with ${what}`,
        "the API's JSON: check the address",
      );
      if (page) throw error;
      return { again: error, wait: null };
    }
  }

  return {
    tally,
    async ask(question) {
      for (let tries = 1; ; tries++) {
        const tried = await once(question);
        if (!("again" in tried)) return tried;
        const { again, wait } = tried;
        if (parts.signal.aborted || tries === MOST_TRIES) throw again;
        if (wait !== null && wait > LONGEST_RETRY_AFTER_MS)
          throw new OperatorError(
            "pull_refused",
            `${again.message}, and wants to be asked again at ${iso(parts, wait)}`,
          );
        const ms = Math.max(wait ?? 0, backoffMs(tries, parts.now()));
        tally.retries++;
        tally.waited_ms += ms;
        parts.onWait(ms, again.message);
        await parts.pause(ms, parts.signal).catch(() => {});
        if (parts.signal.aborted) throw again;
      }
    },
  };
}

type Tried =
  | { readonly status: number; readonly document: unknown }
  | { readonly again: OperatorError; readonly wait: number | null };

/** Half of it is spread by the clock, so that many who were refused together do not come back together. */
function backoffMs(tries: number, now: number): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
  return Math.round(whole / 2 + (whole / 2) * ((now * GOLDEN) % 1));
}

/** Spreads numbers that follow each other evenly over 0..1. */
const GOLDEN = 0.618_033_988_75;

function addressOf(url: string, { path, query }: Question): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) asked.set(name, String(value));
  return `${isOwn(path) ? url : ""}${path}${asked.size === 0 ? "" : `?${asked.toString()}`}`;
}

function unreachable({ url, secrets }: AskParts, { path }: Question, why: string): OperatorError {
  const asked = isOwn(path) ? url : `${new URL(path).origin}, where bodies are,`;
  return new OperatorError("pull_unreachable", `${asked} does not answer: ${without(secrets, why)}`);
}

function troubled({ url }: AskParts, question: Question, status: number): OperatorError {
  if (status === 429) return new OperatorError("pull_refused", `${url} is asked too much (429)`);
  return new OperatorError("pull_unreachable", `${url} answered ${whereOf(question)} with ${status}`);
}

/** What the answer says is left out: some repeat the key. */
function keyRefused({ url, keys }: AskParts, status: number): OperatorError {
  return new OperatorError("pull_refused", `${url} does not take the key (${status})`, {
    field: keys.join(", "),
    hint: `Put a key that may read logs there into the environment: ${keys.join(", ")}.`,
  });
}

function refused({ url, secrets }: AskParts, question: Question, status: number, text: string): OperatorError {
  const said = saidIn(text);
  return new OperatorError(
    "pull_refused",
    `${url} answered ${whereOf(question)} with ${status}${said === "" ? "" : `: ${without(secrets, said)}`}`,
    status === 404 || status === 405
      ? { hint: "Check the address: the API is not there. --url says where the source is." }
      : {},
  );
}

/** Addresses of their own may carry what lets anybody in. */
function whereOf({ path }: Question): string {
  return isOwn(path) ? path : "a body's own address";
}

/** Below the source's address: only that may see the keys. */
function isOwn(path: string): boolean {
  return path.startsWith("/");
}

const SAID_CHARACTERS = 200;

function saidIn(text: string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return "";
  }
  if (!isObject(document)) return "";
  const error = isObject(document["error"]) ? document["error"] : document;
  const said = textOf(error["message"]) ?? textOf(document["error"]) ?? textOf(document["detail"]) ?? "";
  return said.length > SAID_CHARACTERS ? `${said.slice(0, SAID_CHARACTERS)}…` : said;
}

function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, "***"), text);
}

function iso({ now }: AskParts, wait: number): string {
  return new Date(now() + wait).toISOString();
}
