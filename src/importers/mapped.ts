import { canonicalJson } from "../core/canonical.ts";
import { asText, isObject, textOf, type JsonObject } from "../core/json.ts";
import type { OutcomeFailure } from "../core/outcome.ts";
import type { Usage } from "../core/usage.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import type { MAPPED_FIELDS, Mapping } from "./mapped/fields.ts";
import { bodyOf, NO_BODY, type LoggedBody } from "./record/body.ts";
import { exchangeOf } from "./record/call.ts";
import { failureClass } from "./record/failure-class.ts";
import { makerOf } from "./record/maker.ts";
import { readPath } from "./record/path.ts";
import { plainAmount } from "./record/plain-amount.ts";
import { guardDepth, notAnObject, readAmount, readTokens, reject, type Reading } from "./record/reading.ts";
import { flagOf, numberOf } from "./record/text-values.ts";
import { readEpoch, readInstant, readIsoTime, type EpochUnit } from "./record/time.ts";

export const MAPPED = "mapped";

/** Reads records of no format we know by a mapping of our fields to their columns (or members, by path). */
export function mappedImporter(mappings: readonly Mapping[]): Importer {
  return {
    name: MAPPED,
    summary: "Records of any table, by a mapping of fields to columns",
    sniff: () => ({ sureness: 1, because: "--map" }),
    read: guardDepth((record, context: ImportContext) => read(record, mappings, context)),
  };
}

function read(record: unknown, mappings: readonly Mapping[], context: ImportContext): ImportedRecord {
  if (!isObject(record)) return notAnObject(record);
  const reading: Reading = { problem: null };
  const cell = (
    field: keyof typeof MAPPED_FIELDS,
  ): { readonly value: unknown; readonly column: string; readonly unit: string } => {
    const mapping = mappings.find((one) => one.field === field);
    const value =
      mapping === undefined ? undefined : (record[mapping.column] ?? readPath(record, mapping.column) ?? null);
    return {
      value: isNothing(field, value) ? null : value,
      column: mapping?.column ?? field,
      unit: mapping?.unit ?? "",
    };
  };
  const text = (field: keyof typeof MAPPED_FIELDS): string | null => {
    const { value, column } = cell(field);
    if (typeof value !== "number") return textOf(value);
    const cut = Number.isInteger(value) && !Number.isSafeInteger(value);
    return cut
      ? reject(reading, column, value, "text: as a number of JSON it has lost its last digits")
      : String(value);
  };
  const amount = (
    field: keyof typeof MAPPED_FIELDS,
    per: Readonly<Record<string, number>>,
    unit: string,
  ): number | null => {
    const { value, column, unit: written } = cell(field);
    const comma = typeof value === "string" && /\d,\d/u.test(value);
    const found = readAmount(reading, column, numberOf(value), comma ? `${unit}, written with a point` : unit);
    return found === null ? null : plainAmount(found * (per[written] ?? 1));
  };
  const request = bodyIn(cell("request").value, text("prompt"), (prompt) => ({
    ...(text("model") === null ? {} : { model: text("model") }),
    messages: [{ role: "user", content: prompt }],
  }));
  const response = bodyIn(cell("response").value, text("completion"), (content) => ({
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
  }));
  const model = text("model");
  return exchangeOf(
    {
      source: MAPPED,
      id: text("id") ?? context.sha256(canonicalJson(record)),
      created_at: timeIn(reading, cell("created_at"), context),
      latency_ms: amount("latency", MILLISECONDS, "milliseconds or seconds"),
      ttft_ms: amount("ttft", MILLISECONDS, "milliseconds or seconds"),
      stream: flagOf(cell("stream").value),
      project: text("project"),
      endpoint: text("endpoint"),
      api_key: text("api_key"),
      end_user: text("end_user"),
      session: text("session"),
      tags: tagsIn(cell("tags").value),
      metadata: Object.fromEntries(
        mappings.flatMap(({ field, column }) =>
          field.startsWith("metadata.")
            ? [[field.slice("metadata.".length), record[column] ?? readPath(record, column) ?? null]]
            : [],
        ),
      ),
      dialect: request.text === null ? "openai-chat" : null,
      model_requested: model,
      model,
      provider: text("provider") ?? makerOf(model),
      failure: failureIn(cell("status").value, cell("error").value),
      usage: usageIn(reading, cell),
      usage_raw: null,
      cost: amount("cost", DOLLARS, "USD or cents"),
      gateway_cache_hit: flagOf(cell("cache_hit").value) === true,
      request,
      response,
    },
    { time: [cell("created_at").column, "a date and time"] },
    reading,
    context,
  );
}

type Cell = (field: keyof typeof MAPPED_FIELDS) => {
  readonly value: unknown;
  readonly column: string;
  readonly unit: string;
};

const MILLISECONDS = { s: 1000, ms: 1 };
const DOLLARS = { usd: 1, cents: 0.01 };
const TEXTS: ReadonlySet<string> = new Set(["prompt", "completion"]);

/** An empty cell, or the word that databases and data frames write for one; what was asked or answered may be that word. */
function isNothing(field: string, value: unknown): boolean {
  return (
    value === "" || (typeof value === "string" && !TEXTS.has(field) && /^(?:null|none|nan|nat|<na>|\\n)$/iu.test(value))
  );
}

function timeIn(reading: Reading, { value, column, unit }: ReturnType<Cell>, context: ImportContext): number | null {
  if (value === undefined) return context.read_at;
  const given = numberOf(value);
  if (unit === "") return readInstant(reading, column, given, ["s", "ms", "us", "ns"]);
  return unit === "iso" ? readIsoTime(reading, column, value) : readEpoch(reading, column, given, unit as EpochUnit);
}

/** Input takes in what came from and went into the cache, output takes in reasoning, as most logs count. */
function usageIn(reading: Reading, cell: Cell): Usage | null {
  const count = (field: keyof typeof MAPPED_FIELDS): number | null => {
    const { value, column } = cell(field);
    return readTokens(reading, column, numberOf(value));
  };
  const input = count("input_tokens");
  const output = count("output_tokens");
  const cache_read = count("cached_tokens") ?? 0;
  const cache_write = count("cache_write_tokens") ?? 0;
  const reasoning = count("reasoning_tokens") ?? 0;
  if (input === null && output === null) return null;
  const apart = cell("input_tokens").unit === "uncached" || cache_read + cache_write > (input ?? 0);
  return {
    input_uncached: apart ? (input ?? 0) : (input ?? 0) - cache_read - cache_write,
    cache_read,
    cache_write,
    output: reasoning > (output ?? 0) ? (output ?? 0) : (output ?? 0) - reasoning,
    reasoning,
  };
}

function bodyIn(whole: unknown, text: string | null, around: (text: string) => JsonObject): LoggedBody {
  if (whole !== undefined && whole !== null) return bodyOf(whole);
  return text === null ? NO_BODY : bodyOf(around(text));
}

function tagsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((tag) => typeof tag === "string");
  return (
    textOf(value)
      ?.split(/[,;|]/u)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "") ?? []
  );
}

/** A status as HTTP has them, or a word, or whether it went well; an error alone is a failure too. */
function failureIn(status: unknown, error: unknown): OutcomeFailure | null {
  const said = wordsOf(status);
  const message = wordsOf(flagOf(error) === false ? null : error);
  const code = /^(\d{3})(?:\.0+)?(?: |$)/u.exec(said ?? "")?.[1] ?? null;
  const fine = code === null ? said === null || FINE.test(said) : Number(code) < 400;
  if (fine && message === null) return null;
  return { class: failureClass(fine ? null : code, message ?? said), code, message: message ?? said ?? "failed" };
}

const FINE = /^(?:ok|success|succeeded|completed|true|1)$/iu;

function wordsOf(value: unknown): string | null {
  const empty = value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return empty ? null : textOf(asText(value).trim());
}
