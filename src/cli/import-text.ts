import type { ImportReport, ImportTally } from "../actions/import/report.ts";
import { proposedReplay } from "../actions/next-step.ts";
import type { PriceBook } from "../prices/price-book.ts";
import { bytes, count, counted } from "./counts.ts";
import { instant, isoInstant } from "./instant.ts";
import { errorText } from "./print-error.ts";
import { skippedText } from "./skipped-text.ts";
import { properties } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { printable } from "./text-width.ts";
import { typed } from "./typed.ts";

export interface ImportDetails {
  /** Nothing was stored. */
  readonly check: boolean;
  readonly dataFolder: string;
  readonly prices: PriceBook;
}

/** An import as one JSON document; of several mistakes the first stands in `error`, each in its file. */
export function importJson(report: ImportReport, details: ImportDetails): object {
  const { total } = report;
  const errors = report.files.flatMap((file) =>
    file.error === null ? [] : [file.error.toJSON() as { error: object }],
  );
  return {
    ...errors[0],
    check: details.check,
    interrupted: report.interrupted,
    ...tallyJson(total, details.check),
    seconds: report.seconds,
    mb_per_second: speed(report),
    next: nextCommand(report, details),
    files: report.files.map((file) => ({
      file: file.file,
      format: file.format,
      because: file.because,
      ...tallyJson(file, details.check),
      ...(file.error === null ? {} : file.error.toJSON()),
    })),
  };
}

function tallyJson(tally: ImportTally, check: boolean): object {
  return {
    rows_read: tally.read,
    rows_in: check ? 0 : tally.inserted,
    rows_new: tally.inserted,
    duplicates: tally.duplicates,
    skipped: { lines: tally.skipped, reasons: tally.skip_reasons, first: tally.skipped_lines },
    replayability: tally.replayability,
    usable: tally.usable,
    not_calls: tally.other,
    gateway_cache_hits: tally.gateway_cache_hits,
    in_future: {
      rows: tally.in_future,
      first:
        tally.first_in_future === null
          ? null
          : { ...tally.first_in_future, created_at: isoInstant(tally.first_in_future.created_at) },
    },
    not_in_usd: { rows: tally.not_in_usd, first: tally.first_not_in_usd },
    unpriced: tally.unpriced,
    price_assumed: tally.price_assumed,
    without_usage: tally.without_usage,
    targets: tally.targets,
    outcomes: tally.outcomes,
    oldest: isoInstant(tally.oldest),
    newest: isoInstant(tally.newest),
    bytes: tally.bytes,
  };
}

/** The same for people. */
export function importText(report: ImportReport, details: ImportDetails, terminal: Terminal): string {
  const { total } = report;
  const { colors } = terminal;
  const pairs: [string, string][] = [
    details.check
      ? ["rows", `${count(total.inserted)} could go in${duplicatesText(total)} (a check: nothing was stored)`]
      : ["rows in", `${colors.bold(count(total.inserted))}${duplicatesText(total)}`],
    ["format", formatsText(report)],
  ];
  if (total.oldest !== null) pairs.push(["time", `${instant(total.oldest)} to ${instant(total.newest)} UTC`]);
  if (total.read > 0) {
    pairs.push(["replayable", replayableText(total)]);
    if (total.usable["replay"] !== total.read) pairs.push(["usable for", usableText(total)]);
  }
  const others = Object.entries(total.other).map(([what, records]) => `${count(records)} ${printable(what)}`);
  if (others.length > 0) pairs.push(["no calls", `${others.join(", ")}: left out`]);
  if (total.gateway_cache_hits > 0)
    pairs.push([
      "cache hits",
      `${counted(total.gateway_cache_hits, "row")} from a gateway's own cache: no part of a baseline`,
    ]);
  if (total.first_in_future !== null) {
    const { file, line, created_at } = total.first_in_future;
    const first = `the first at ${printable(file)}:${line} (${instant(created_at)} UTC)`;
    pairs.push([
      "in future",
      colors.yellow(`${counted(total.in_future, "row")} ahead of this machine's clock, ${first}`),
    ]);
  }
  if (total.first_not_in_usd !== null) {
    const { file, line, field } = total.first_not_in_usd;
    pairs.push([
      "cost unknown",
      colors.yellow(
        `${counted(total.not_in_usd, "row")} with a cost that is not said to be in USD, the first at ${printable(file)}:${line} (${printable(field)})`,
      ),
    ]);
  }
  const outcomes = Object.entries(total.outcomes).map(
    ([name, rows]) => `${printable(name)} on ${counted(rows, "row")}`,
  );
  if (outcomes.length > 0) pairs.push(["outcomes", outcomes.join(", ")]);
  const unpriced = Object.entries(total.unpriced);
  if (unpriced.length > 0) {
    const models = unpriced.map(([model, rows]) => `${printable(model)} (${counted(rows, "row")})`).join(", ");
    pairs.push(["unpriced", colors.yellow(`${models}: list cost unknown; give prices with --prices FILE`)]);
  }
  if (total.price_assumed > 0)
    pairs.push(["prices", `${counted(total.price_assumed, "row")} older than any known price: the earliest stands in`]);
  if (total.without_usage > 0)
    pairs.push(["no usage", `${counted(total.without_usage, "row")} without token counts: no list cost`]);
  if (total.skipped > 0) pairs.push(["skipped", colors.yellow(counted(total.skipped, "line"))]);
  pairs.push([
    "read",
    `${bytes(total.bytes)} in ${report.seconds.toFixed(1)} s${speed(report) === null ? "" : ` (${String(speed(report))} MB/s)`}`,
  ]);
  const errors = report.files.flatMap((file) => (file.error === null ? [] : [errorText(file.error, terminal)]));
  const stopped = report.interrupted
    ? ["Stopped before the end: run the same command again, rows already in are not doubled.\n"]
    : [];
  const next = nextCommand(report, details);
  return [
    properties(terminal, pairs),
    skippedText(total, terminal),
    ...errors.map((text) => `\n${text}`),
    ...stopped.map((text) => `\n${text}`),
    next === null ? "" : `\nNext: ${colors.cyan(next)}\n`,
  ].join("");
}

function duplicatesText(tally: ImportTally): string {
  return tally.duplicates > 0 ? `, ${counted(tally.duplicates, "duplicate")} left alone` : "";
}

/** Each format with what it was known by, where it was found out. */
function formatsText(report: ImportReport): string {
  const formats = new Map(report.files.map(({ format, because }) => [format ?? "unknown", because]));
  return [...formats].map(([format, because]) => (because === null ? format : `${format} (by ${because})`)).join("; ");
}

const USES_TEXT: Readonly<Record<string, string>> = {
  replay: "replay",
  projection: "projection only",
  prompt: "prompt only",
  nothing: "nothing",
};

function usableText(tally: ImportTally): string {
  return Object.entries(tally.usable)
    .map(([use, rows]) => `${USES_TEXT[use] ?? use} ${count(rows)}`)
    .join(", ");
}

function replayableText(tally: ImportTally): string {
  const reasons = Object.entries(tally.replayability)
    .filter(([kind]) => kind !== "exact")
    .map(([kind, rows]) => `${count(rows)} ${kind.replaceAll("_", " ")}`);
  const whole = `${count(tally.replayability["exact"] ?? 0)} of ${count(tally.read)}`;
  return reasons.length === 0 ? whole : `${whole} (${reasons.join(", ")})`;
}

function speed(report: ImportReport): number | null {
  return report.seconds > 0 ? Math.round(report.total.bytes / 1e5 / report.seconds) / 10 : null;
}

function nextCommand(report: ImportReport, details: ImportDetails): string | null {
  if (report.total.read === 0 || details.check) return null;
  const proposed = proposedReplay(report.total, details.prices);
  if (proposed === null) return typed(["logs"], details.dataFolder);
  const filter = Object.keys(report.total.targets).length > 1 ? ["--model", proposed.baseline] : [];
  return typed(["simulate", ...filter, "--policy", `single:${proposed.candidate}`], details.dataFolder);
}
