import type { OperatorError } from "../../core/errors.ts";
import type { Exchange } from "../../core/exchange.ts";
import { usableFor } from "../../core/usable.ts";
import type { Store } from "../../store/control.ts";
import type { Priced } from "../price-exchange.ts";
import type { ImportWorld } from "./options.ts";

/** A line that did not become a row, and why. */
export interface SkippedLine {
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly message: string;
  readonly expected: string;
}

/** Where a row stands, and when it says it was. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
  /** ms since the epoch. */
  readonly created_at: number;
}

/** A cost that stays out of its row. */
export interface CostPlace {
  readonly file: string;
  readonly line: number;
  /** What does not say that it is in USD. */
  readonly field: string;
}

/** What became of one file, or of several together. Counts are of rows unless they say otherwise. */
export interface ImportTally {
  /** Lines that held a record of the format. */
  read: number;
  /** Rows that went in; in a check, that would. */
  inserted: number;
  /** In the store already, or read before: left as they are. */
  duplicates: number;
  skipped: number;
  /** Skipped lines by what was expected. */
  readonly skip_reasons: Record<string, number>;
  /** The first of them, in order. */
  readonly skipped_lines: SkippedLine[];
  /** Rows by whether they can be replayed. */
  readonly replayability: Record<string, number>;
  /** Rows by what they can be used for. */
  readonly usable: Record<string, number>;
  /** Sound records that are no calls of a model, by what they are. */
  readonly other: Record<string, number>;
  /** Records that wait for the others of their call, until all files are read. */
  parts: number;
  /** Answered from a gateway's own cache: never part of a baseline. */
  gateway_cache_hits: number;
  /** Rows more than a day ahead of this machine's clock, and the first of them. */
  in_future: number;
  first_in_future: RowPlace | null;
  /** Rows whose logged cost is unknown since nothing says that it is in USD, and the first of them. */
  not_in_usd: number;
  first_not_in_usd: CostPlace | null;
  /** Rows without a known price, by target. */
  readonly unpriced: Record<string, number>;
  /** Rows whose price is known only from a later date. */
  price_assumed: number;
  /** Rows without a usage: they have no list cost. */
  without_usage: number;
  /** Rows by what served them. */
  readonly targets: Record<string, number>;
  /** Supplied outcomes stored, by name. */
  readonly outcomes: Record<string, number>;
  /** `created_at` of the oldest and newest row, ms. */
  oldest: number | null;
  newest: number | null;
  /** Of plain text, unpacked. */
  bytes: number;
}

export interface FileReport extends ImportTally {
  readonly file: string;
  readonly format: string | null;
  /** What the format was known by; null where it was named, or is not known. */
  readonly because: string | null;
  readonly error: OperatorError | null;
}

export interface ImportReport {
  readonly files: readonly FileReport[];
  readonly total: ImportTally;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** How many skipped lines are told one by one. */
const TOLD_LINES = 20;
/** Reasons and targets kept apart; a broken file could name endlessly many. */
const KEPT_KEYS = 200;
const OTHER = "(other)";

export function emptyTally(): ImportTally {
  return {
    read: 0,
    inserted: 0,
    duplicates: 0,
    skipped: 0,
    skip_reasons: {},
    skipped_lines: [],
    replayability: {},
    usable: {},
    other: {},
    parts: 0,
    gateway_cache_hits: 0,
    in_future: 0,
    first_in_future: null,
    not_in_usd: 0,
    first_not_in_usd: null,
    unpriced: {},
    price_assumed: 0,
    without_usage: 0,
    targets: {},
    outcomes: {},
    oldest: null,
    newest: null,
    bytes: 0,
  };
}

export function tallySkip(
  tally: Pick<ImportTally, "skipped" | "skip_reasons" | "skipped_lines">,
  skip: SkippedLine,
): void {
  tally.skipped++;
  add(tally.skip_reasons, skip.field === null ? skip.expected : `${skip.field}: ${skip.expected}`, 1);
  if (tally.skipped_lines.length < TOLD_LINES) tally.skipped_lines.push(skip);
}

const DAY = 86_400_000;

/** @param place where the row's record begins @param now ms since the epoch */
export function tallyRow(tally: ImportTally, priced: Priced, place: Omit<RowPlace, "created_at">, now: number): void {
  const exchange: Exchange = priced.exchange;
  tally.read++;
  add(tally.replayability, exchange.replayability, 1);
  add(tally.usable, usableFor(exchange), 1);
  if (exchange.gateway_cache_hit) tally.gateway_cache_hits++;
  if (exchange.created_at > now + DAY) {
    tally.in_future++;
    tally.first_in_future ??= { ...place, created_at: exchange.created_at };
  }
  if (priced.unpriced !== null) add(tally.unpriced, priced.unpriced, 1);
  if (priced.assumed) tally.price_assumed++;
  if (exchange.usage === null) tally.without_usage++;
  if (exchange.model !== null) add(tally.targets, targetName(exchange), 1);
  tally.oldest = Math.min(tally.oldest ?? exchange.created_at, exchange.created_at);
  tally.newest = Math.max(tally.newest ?? exchange.created_at, exchange.created_at);
}

export function tallyNoUsd(tally: ImportTally, place: CostPlace): void {
  tally.not_in_usd++;
  tally.first_not_in_usd ??= place;
}

export function add(counts: Record<string, number>, key: string, amount: number): void {
  const kept = Object.hasOwn(counts, key) || Object.keys(counts).length < KEPT_KEYS ? key : OTHER;
  counts[kept] = (counts[kept] ?? 0) + amount;
}

/** All files together. */
export function sumTallies(tallies: readonly ImportTally[]): ImportTally {
  const sum = emptyTally();
  for (const tally of tallies) {
    for (const key of [
      "read",
      "inserted",
      "duplicates",
      "skipped",
      "price_assumed",
      "without_usage",
      "parts",
      "gateway_cache_hits",
      "in_future",
      "not_in_usd",
      "bytes",
    ] as const) {
      sum[key] += tally[key];
    }
    for (const key of [
      "skip_reasons",
      "replayability",
      "usable",
      "other",
      "unpriced",
      "targets",
      "outcomes",
    ] as const) {
      for (const [name, amount] of Object.entries(tally[key])) add(sum[key], name, amount);
    }
    for (const line of tally.skipped_lines) if (sum.skipped_lines.length < TOLD_LINES) sum.skipped_lines.push(line);
    sum.first_in_future ??= tally.first_in_future;
    sum.first_not_in_usd ??= tally.first_not_in_usd;
    if (tally.oldest !== null) sum.oldest = Math.min(sum.oldest ?? tally.oldest, tally.oldest);
    if (tally.newest !== null) sum.newest = Math.max(sum.newest ?? tally.newest, tally.newest);
  }
  return sum;
}

/** Writes down in the store what became of a file. */
export function rememberImport(
  report: FileReport,
  store: Pick<Store, "control">,
  { now, newId }: Pick<ImportWorld, "now" | "newId">,
): void {
  const { file, format, error, ...summary } = report;
  store.control.putImport({
    id: newId(),
    created_at: now(),
    file,
    format: format ?? "unknown",
    summary: { ...summary, error: error?.toJSON() ?? null },
  });
}

function targetName(exchange: Exchange): string {
  return exchange.provider === null ? String(exchange.model) : `${String(exchange.model)}:${exchange.provider}`;
}
