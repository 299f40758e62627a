import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "./core/errors.ts";
import type { Exchange } from "./core/exchange.ts";
import { isObject, parseJson } from "./core/json.ts";
import { native } from "./importers/native.ts";
import type { FindRecording, Recording } from "./providers/in-process/recorded-live.ts";
import type { ProviderConfig } from "./providers/live-provider.ts";
import { unpackBits } from "./replay/frame.ts";
import type { Traffic } from "./store/traffic.ts";

type Find = (model: string, requestHash: string) => Recording | null;

function recordingOf({ dialect, response_body: text }: Exchange): Recording | null {
  const response = text === null ? undefined : parseJson(text);
  return isObject(response) ? { dialect, response } : null;
}

/** Answers in a folder of `.json` and `.jsonl` files, as `understudy export` writes rows. */
function inFolder(folder: string): Find {
  const found = new Map<string, Recording>();
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
  const context = { project: "default", sha256, uuid: sha256 };
  for (const name of namesIn(folder)) {
    const file = join(folder, name);
    for (const [at, line] of readFileSync(file, "utf8").split("\n").entries()) {
      if (line.trim() === "") continue;
      const read = native.read(parseJson(line), context);
      if (read.kind === "skipped") {
        throw new OperatorError("recording_unreadable", `${file}:${at + 1}: ${read.message}`, {
          file,
          hint: `Expected rows as \`understudy export\` writes them, one a line: ${read.expected}.`,
        });
      }
      const { exchange } = read;
      const recording = exchange.status === "ok" ? recordingOf(exchange) : null;
      if (recording !== null) found.set(`${exchange.model} ${exchange.request_hash}`, recording);
    }
  }
  return (model, hash) => found.get(`${model} ${hash}`) ?? null;
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

/** Answers in the log: of several to one request the newest. Rows that came since are looked at when a request is not found. */
function inLog(traffic: Pick<Traffic, "frame" | "bySeq" | "lastSeq">): Find {
  let last = -1;
  let newest = new Map<string, { readonly seq: number; readonly at: number }>();

  function index(): void {
    last = traffic.lastSeq();
    newest = new Map();
    const frame = traffic.frame({ keep: false });
    const targets = frame.dictionary("target");
    for (const segment of frame.segments()) {
      const [hi, lo] = [segment.column("request_hi"), segment.column("request_lo")];
      const [seq, at] = [segment.column("seq"), segment.column("created_at")];
      const [target, bits] = [segment.column("target"), segment.column("bits")];
      for (let row = 0; row < segment.rows; row++) {
        if (unpackBits(bits[row]!).status !== "ok" || (hi[row] === 0 && lo[row] === 0)) continue;
        const name = targets[target[row]!] ?? "";
        const key = `${name.slice(0, name.lastIndexOf(":"))} ${hi[row]} ${lo[row]}`;
        const before = newest.get(key);
        if (before === undefined || before.at < at[row]!) newest.set(key, { seq: seq[row]!, at: at[row]! });
      }
    }
  }

  /** Rows may be removed while they are looked at: then what was known before has to do. */
  function tryIndex(): void {
    const before = newest;
    try {
      index();
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      newest = before;
      last = -1;
    }
  }

  return (model, hash) => {
    const key = `${model} ${Number.parseInt(hash.slice(0, 8), 16)} ${Number.parseInt(hash.slice(8, 16), 16)}`;
    if (!newest.has(key) && last !== traffic.lastSeq()) tryIndex();
    const row = newest.get(key);
    const [exchange] = row === undefined ? [] : traffic.bySeq([row.seq]);
    return exchange?.request_hash === hash && exchange.model === model ? recordingOf(exchange) : null;
  };
}

/** Finds recorded answers in the log, and in the folders that providers name, which are read at once. Throws `recording_unreadable`. */
export function recordings(
  traffic: Pick<Traffic, "frame" | "bySeq" | "lastSeq">,
  providers: readonly Pick<ProviderConfig, "recordings">[],
): FindRecording {
  const folders = new Map<string, Find>();
  for (const { recordings: folder } of providers) {
    if (folder !== undefined && !folders.has(folder)) folders.set(folder, inFolder(folder));
  }
  const log = inLog(traffic);
  return (folder, model, hash) => (folder === null ? log(model, hash) : (folders.get(folder)?.(model, hash) ?? null));
}
