import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The answer key of the replay: nine models' real answers to the same 1,700 prompts, read straight from the log files
 * and put together by hand. Nothing here knows how a replay works, so that it can be wrong only in its own way.
 */

const FOLDER = join(import.meta.dirname, "../../../shared/data/bfcl/litellm");

/** The nine log files; null where this machine has none. */
export const BFCL_FILES: readonly string[] | null = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith(".jsonl"))
      .toSorted()
      .map((name) => join(FOLDER, name))
  : null;

/** Why a test over them is skipped. */
export const NO_BFCL_FILES = `real LiteLLM logs are not there (${FOLDER})`;

export const GPT_4O = "gpt-4o-2024-05-13";
export const MINI = "gpt-4o-mini-2024-07-18";
export const GPT_4O_AUGUST = "gpt-4o-2024-08-06";
export const GEMINI = "gemini-1.5-pro-preview-0514";
export const SONNET = "claude-3-5-sonnet-20240620";
export const MISTRAL = "mistral-large-2407";

const PROVIDERS: Readonly<Record<string, string>> = {
  [GPT_4O]: "openai",
  [MINI]: "openai",
  [GPT_4O_AUGUST]: "openai",
  [GEMINI]: "google",
  [SONNET]: "anthropic",
  [MISTRAL]: "mistral",
};

/** The target of a model. */
export function at(model: string): string {
  return `${model}:${PROVIDERS[model]}`;
}

/** One model's answer to one prompt. Costs are USD, times ms. */
export interface Reply {
  readonly prompt: string;
  readonly user: string;
  readonly tags: readonly string[];
  readonly ok: boolean;
  /** The provider's status code of a failure. */
  readonly error: string | null;
  readonly cost: number;
  readonly ms: number;
  readonly input: number;
  readonly output: number;
  readonly callsTools: boolean;
  /** Equal for answers that say the same. */
  readonly says: string;
}

export type Replies = ReadonlyMap<string, Reply>;

interface Line {
  readonly trace_id: string;
  readonly model: string;
  readonly end_user: string;
  readonly request_tags: readonly string[];
  readonly status: string;
  readonly error_information?: { readonly error_code: string };
  readonly response_cost: number;
  readonly response_time: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly response: {
    readonly choices: readonly {
      readonly message: {
        readonly content: string | null;
        readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
      };
    }[];
  } | null;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, inOrder(member)]),
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an answer says: the tools it calls with which arguments, or its text but for spacing and case. */
function saying(line: Line): string {
  const message = line.response?.choices[0]?.message;
  if (message === undefined) return `nothing from ${line.model}`;
  const calls = message.tool_calls ?? [];
  if (calls.length > 0) {
    return JSON.stringify(
      calls.map(({ function: { name, arguments: given } }) => [
        name,
        given === "" ? {} : inOrder(readJson(given) ?? given),
      ]),
    );
  }
  const text = (message.content ?? "").normalize("NFKC").replaceAll(/\s+/gu, " ").trim().toLowerCase();
  const json = /^[[{]/u.test(text) ? readJson((message.content ?? "").trim()) : undefined;
  return json === undefined ? `text ${text}` : `json ${JSON.stringify(inOrder(json))}`;
}

/** Replies by model, each by prompt. */
export function readReplies(files: readonly string[]): ReadonlyMap<string, Replies> {
  const models = new Map<string, Map<string, Reply>>();
  for (const file of files) {
    for (const text of readFileSync(file, "utf8").split("\n")) {
      if (text === "") continue;
      const line = JSON.parse(text) as Line;
      const replies = models.get(line.model) ?? new Map<string, Reply>();
      models.set(line.model, replies);
      replies.set(line.trace_id, {
        prompt: line.trace_id,
        user: line.end_user,
        tags: line.request_tags,
        ok: line.status === "success",
        error: line.error_information?.error_code ?? null,
        cost: line.response_cost,
        ms: line.response_time * 1_000,
        input: line.prompt_tokens,
        output: line.completion_tokens,
        callsTools: (line.response?.choices[0]?.message.tool_calls ?? []).length > 0,
        says: saying(line),
      });
    }
  }
  return models;
}

/** How one request fared under a policy. */
export interface Fared {
  readonly cost: number;
  readonly ms: number;
  readonly ok: boolean;
  /** The model whose answer stands. */
  readonly by: string;
  readonly fellBack?: boolean;
  readonly escalated?: boolean;
  readonly late?: boolean;
}

export function alone(model: string, reply: Reply): Fared {
  return { cost: reply.cost, ms: reply.ms, ok: reply.ok, by: model };
}

/** The second where the first failed; in `budget` ms both together, where one is given. */
export function chained(
  first: readonly [string, Reply],
  second: readonly [string, Reply],
  budget = Number.POSITIVE_INFINITY,
): Fared {
  const [[nameA, a], [nameB, b]] = [first, second];
  // A call given up at its deadline has been paid for, and leaves no time for another.
  if (a.ms > budget) return { cost: a.cost, ms: budget, ok: false, by: nameA, late: true };
  if (a.ok) return alone(nameA, a);
  const cost = a.cost + b.cost;
  if (a.ms + b.ms > budget) return { cost, ms: budget, ok: false, by: nameB, fellBack: true, late: true };
  return { cost, ms: a.ms + b.ms, ok: b.ok, by: nameB, fellBack: true };
}

/** The second where the first calls no tool. */
export function escalated(first: readonly [string, Reply], second: readonly [string, Reply]): Fared {
  const [[nameA, a], [nameB, b]] = [first, second];
  if (a.ok && a.callsTools) return alone(nameA, a);
  return { cost: a.cost + b.cost, ms: a.ms + b.ms, ok: b.ok, by: nameB, escalated: true };
}

/** All at once: what more than half of those that answered say, else the first of them; done when the last one is. */
export function voted(members: readonly (readonly [string, Reply])[]): Fared {
  const answering = members.filter(([, reply]) => reply.ok);
  const winner =
    answering.find(
      ([, one]) => answering.filter(([, other]) => other.says === one.says).length * 2 > answering.length,
    ) ?? answering[0];
  return {
    cost: members.reduce((sum, [, reply]) => sum + reply.cost, 0),
    ms: Math.max(...members.map(([, reply]) => reply.ms)),
    ok: answering.length > 0,
    by: (winner ?? members[0]!)[0],
  };
}

/** All at once, done with the first that answers; the others are paid for all the same. */
export function raced(members: readonly (readonly [string, Reply])[]): Fared {
  const answering = members.filter(([, reply]) => reply.ok).toSorted(([, a], [, b]) => a.ms - b.ms);
  const winner = answering[0];
  return {
    cost: members.reduce((sum, [, reply]) => sum + reply.cost, 0),
    ms: winner === undefined ? Math.max(...members.map(([, reply]) => reply.ms)) : winner[1].ms,
    ok: winner !== undefined,
    by: (winner ?? members[0]!)[0],
  };
}

/** What all requests come to. */
export interface Whole {
  readonly requests: number;
  readonly cost: number;
  readonly p50: number;
  readonly p95: number;
  readonly errors: number;
  readonly fellBack: number;
  readonly escalated: number;
  readonly late: number;
  readonly shares: Readonly<Record<string, number>>;
}

/** The value a share of all values lies below, between two of them in proportion (type 7). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

export function whole(fared: readonly Fared[]): Whole {
  const times = fared.map(({ ms }) => ms);
  const shares: Record<string, number> = {};
  for (const { by } of fared) shares[by] = (shares[by] ?? 0) + 1 / fared.length;
  return {
    requests: fared.length,
    cost: fared.reduce((sum, { cost }) => sum + cost, 0),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    errors: fared.filter(({ ok }) => !ok).length,
    fellBack: fared.filter((one) => one.fellBack === true).length,
    escalated: fared.filter((one) => one.escalated === true).length,
    late: fared.filter((one) => one.late === true).length,
    shares,
  };
}

const WORD = 0xffff_ffffn;

function mixed(word: bigint): bigint {
  let h = word & WORD;
  h = ((h ^ (h >> 16n)) * 0x85eb_ca6bn) & WORD;
  h = ((h ^ (h >> 13n)) * 0xc2b2_ae35n) & WORD;
  return h ^ (h >> 16n);
}

function halves(text: string): readonly [bigint, bigint] {
  const digest = createHash("sha256").update(text).digest("hex");
  return [BigInt(`0x${digest.slice(0, 8)}`), BigInt(`0x${digest.slice(8, 16)}`)];
}

/** Where a user's die falls in [0, 1) under a salt: the hashes of both, mixed word by word. */
export function die(salt: string, user: string): number {
  const [saltHi, saltLo] = halves(salt);
  const [hi, lo] = halves(user);
  const a = mixed((hi ^ saltHi) + (lo ^ saltLo) * 0x9e37_79b1n);
  const b = mixed((lo ^ saltLo) + a * 0x85eb_ca77n);
  return Number((a << 21n) | (b >> 11n)) / 2 ** 53;
}
