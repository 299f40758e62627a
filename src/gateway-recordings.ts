import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "./core/errors.ts";
import type { Exchange } from "./core/exchange.ts";
import { splitTarget } from "./core/target.ts";
import { isObject, parseJson } from "./core/json.ts";
import { native } from "./importers/native.ts";
import type { FindRecording, Recording, RecordingAsked } from "./providers/in-process/recorded-live.ts";
import type { ProviderConfig } from "./providers/live-provider.ts";
import { unpackBits } from "./replay/frame.ts";
import type { Traffic } from "./store/traffic.ts";

type Find = (asked: RecordingAsked) => Recording | null;

/** When a recording was made, and whether it is an answer. */
interface Made {
  readonly at: number;
  readonly ok: boolean;
}

function recordingOf(row: Exchange): Recording | null {
  const { dialect, response_body: text, failure, request_id, latency_ms, ttft_ms } = row;
  const from = { request_id, cost_usd: row.cost_logged ?? row.cost_list, latency_ms, ttft_ms };
  if (row.status === "failed" && failure !== null) return { dialect, response: null, failure, from };
  const response = text === null ? undefined : parseJson(text);
  return row.status === "ok" && isObject(response) ? { dialect, response, failure: null, from } : null;
}

/** The one nearest in time, the earlier seen of two; without a time the newest answer, else the newest failure. */
function chosen<M extends Made>(made: readonly M[], at: number | null): M | undefined {
  const far = (one: M): number => (at === null ? -one.at + (one.ok ? 0 : 1e15) : Math.abs(one.at - at));
  return made.reduce<M | undefined>(
    (best, one) => (best === undefined || far(one) < far(best) ? one : best),
    undefined,
  );
}

/** Answers in a folder of `.json` and `.jsonl` files, as `understudy export` writes rows. */
function inFolder(folder: string): Find {
  const found = new Map<string, (Made & { readonly recording: Recording })[]>();
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const context = { project: "default", read_at: 0, sha256, uuid: sha256 };
  for (const name of namesIn(folder)) {
    const file = join(folder, name);
    for (const [at, line] of readFileSync(file, "utf8").split("\n").entries()) {
      if (line.trim() === "") continue;
      const read = native.read(parseJson(line), context);
      if (read.kind === "other") continue;
      if (read.kind === "skipped") {
        throw new OperatorError("recording_unreadable", `${file}:${at + 1}: ${read.message}`, {
          file,
          hint: `Expected rows as \`understudy export\` writes them, one a line: ${read.expected}.`,
        });
      }
      const { exchange } = read;
      const recording = recordingOf(exchange);
      if (recording === null) continue;
      const key = `${exchange.model} ${exchange.request_hash}`;
      const made = { at: exchange.created_at, ok: recording.failure === null, recording };
      found.set(key, [...(found.get(key) ?? []), made]);
    }
  }
  return ({ model, request_hash: hash, at }) => chosen(found.get(`${model} ${hash}`) ?? [], at)?.recording ?? null;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl") || name.endsWith(".json"))
      .toSorted();
  } catch (error) {
    throw new OperatorError(
      "recording_unreadable",
      `the folder of recordings cannot be read: ${(error as Error).message}`,
      {
        file: folder,
      },
    );
  }
}

/** Answers in the log. Rows that came since are looked at when a request is not found. @param players providers that only play what others answered */
function inLog(traffic: Pick<Traffic, "frame" | "bySeq" | "lastSeq">, players: ReadonlySet<string>): Find {
  let last = -1;
  let known = new Map<string, (Made & { readonly seq: number })[]>();

  function index(): void {
    last = traffic.lastSeq();
    known = new Map();
    const frame = traffic.frame({ keep: false });
    const models = frame.dictionary("target").map((target) => {
      const parts = target === null ? null : splitTarget(target);
      return parts === null || players.has(parts.provider) ? null : parts.model;
    });
    for (const segment of frame.segments()) {
      const [hi, lo] = [segment.column("request_hi"), segment.column("request_lo")];
      const [seq, at] = [segment.column("seq"), segment.column("created_at")];
      const [target, bits] = [segment.column("target"), segment.column("bits")];
      for (let row = 0; row < segment.rows; row++) {
        const model = models[target[row]!] ?? null;
        const { status } = unpackBits(bits[row]!);
        if (model === null || (status !== "ok" && status !== "failed") || (hi[row] === 0 && lo[row] === 0)) continue;
        const key = `${model} ${hi[row]} ${lo[row]}`;
        const made = { seq: seq[row]!, at: at[row]!, ok: status === "ok" };
        const before = known.get(key);
        if (before === undefined) known.set(key, [made]);
        else before.push(made);
      }
    }
  }

  /** Rows may be removed while they are looked at: then what was known before has to do. */
  function tryIndex(): void {
    const before = known;
    try {
      index();
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      known = before;
      last = -1;
    }
  }

  return ({ model, request_hash: hash, at }) => {
    const key = `${model} ${Number.parseInt(hash.slice(0, 8), 16)} ${Number.parseInt(hash.slice(8, 16), 16)}`;
    if (!known.has(key) && last !== traffic.lastSeq()) tryIndex();
    const row = chosen(known.get(key) ?? [], at);
    const [exchange] = row === undefined ? [] : traffic.bySeq([row.seq]);
    return exchange?.request_hash === hash && exchange.model === model ? recordingOf(exchange) : null;
  };
}

/** Finds recorded answers in the log, and in the folders that providers name, which are read at once. Throws `recording_unreadable`. */
export function recordings(
  traffic: Pick<Traffic, "frame" | "bySeq" | "lastSeq">,
  providers: Readonly<Record<string, Pick<ProviderConfig, "kind" | "recordings">>>,
): FindRecording {
  const folders = new Map<string, Find>();
  const players = new Set<string>();
  for (const [name, { kind = name, recordings: folder }] of Object.entries(providers)) {
    if (kind === "recorded") players.add(name);
    if (folder !== undefined && !folders.has(folder)) folders.set(folder, inFolder(folder));
  }
  const log = inLog(traffic, players);
  return (asked) => (asked.folder === null ? log : folders.get(asked.folder))?.(asked) ?? null;
}
