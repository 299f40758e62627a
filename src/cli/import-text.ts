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
  readonly dryRun: boolean;
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
    dry_run: details.dryRun,
    interrupted: report.interrupted,
    ...tallyJson(total),
    seconds: report.seconds,
    mb_per_second: speed(report),
    next: nextCommand(report, details),
    files: report.files.map((file) => ({
      file: file.file,
      format: file.format,
      ...tallyJson(file),
      ...(file.error === null ? {} : file.error.toJSON()),
    })),
  };
}

function tallyJson(tally: ImportTally): object {
  return {
    rows_read: tally.read,
    rows_in: tally.inserted,
    duplicates: tally.duplicates,
    skipped: { lines: tally.skipped, reasons: tally.skip_reasons, first: tally.skipped_lines },
    replayability: tally.replayability,
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
    details.dryRun
      ? ["rows", `${count(total.read)} could go in (dry run: nothing was stored)`]
      : [
          "rows in",
          `${colors.bold(count(total.inserted))}${total.duplicates > 0 ? `, ${counted(total.duplicates, "duplicate")} left alone` : ""}`,
        ],
    ["format", [...new Set(report.files.map((file) => file.format ?? "unknown"))].join(", ")],
  ];
  if (total.oldest !== null) pairs.push(["time", `${instant(total.oldest)} to ${instant(total.newest)} UTC`]);
  if (total.read > 0) pairs.push(["replayable", replayableText(total)]);
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
  if (report.total.read === 0 || details.dryRun) return null;
  const proposed = proposedReplay(report.total, details.prices);
  if (proposed === null) return typed(["logs"], details.dataFolder);
  const filter = Object.keys(report.total.targets).length > 1 ? ["--model", proposed.baseline] : [];
  return typed(["simulate", ...filter, "--policy", `single:${proposed.candidate}`], details.dataFolder);
}
