import { OperatorError } from "../../core/errors.ts";
import type { Store } from "../../store/control.ts";
import { fileRows, type FileRows } from "../import/file-rows.ts";
import { IMPORT_IDENTITY } from "../import/identity.ts";
import { importerNamed } from "../import/known-format.ts";
import { withRows } from "../import/nothing-read.ts";
import type { ImportOptions, ImportWorld } from "../import/options.ts";
import { recordReader } from "../import/record-reader.ts";
import { putting } from "../import/putting.ts";
import { rememberImport, type FileReport, type ImportReport } from "../import/report.ts";
import { checking, storing } from "../import/storing.ts";
import { asker, type AskParts, type AskTally } from "./ask.ts";
import type { BookmarkFile } from "./bookmark.ts";
import type { PullSource } from "./source.ts";
import { turning } from "./turning.ts";
import { unreadable } from "./unreadable.ts";

export interface PullOptions extends Pick<ImportOptions, "project" | "outcomes" | "check"> {
  /** Where the source is, without a slash at the end. */
  readonly url: string;
  /** In the order in which the source names them. */
  readonly keys: readonly string[];
  /** ms since the epoch; null = from the first record, or from where the last whole pull ended. */
  readonly from: number | null;
  /** Null = now. */
  readonly to: number | null;
  /** Records of a page. */
  readonly size: number;
  /** Records of this run; null = all. */
  readonly maxRows: number | null;
  /** Begins anew, whatever is there. */
  readonly restart: boolean;
}

export interface PullWorld
  extends
    Pick<ImportWorld, "prices" | "store" | "setAside" | "now" | "newId">,
    Pick<AskParts, "http" | "pause" | "signal"> {
  /** Null where nothing is stored. */
  readonly bookmark: BookmarkFile | null;
  /** Told the records read so far, and what is waited for. */
  readonly onProgress: (records: number, waiting?: string) => void;
}

/** How a pull went, beside what became of its records. */
export interface PullReport extends ImportReport {
  readonly pull: {
    readonly source: string;
    readonly url: string;
    /** ms since the epoch. */
    readonly from: number | null;
    readonly to: number;
    /** It went on where an earlier one had stopped. */
    readonly resumed: boolean;
    /** All that was asked for is in. */
    readonly complete: boolean;
    readonly pages: number;
    readonly records: number;
  } & Omit<AskTally, "characters">;
}

/** What is asked for once more by the next pull: sources take some time until a record can be seen. */
const OVERLAP_MS = 3_600_000;

/**
 * Pulls records page by page into the store. What stops it is in the report's one file as `error`; pages before it are in, and the same options
 * go on after them, since how far it came is written down after every page.
 */
export async function pullLogs(source: PullSource, options: PullOptions, world: PullWorld): Promise<PullReport> {
  const started = world.now();
  const aside = options.check ? world.setAside() : null;
  try {
    const appender = aside === null ? storing(storeOf(world).traffic) : checking(world.store?.traffic ?? null, aside);
    const { put, settled } = putting(appender);
    const rows = fileRows(options.url, put, world);
    const plan = planned(options, world, started);
    const { progress, error, asked } = await pullPages(source, plan, options, world, rows, settled);
    // Of a window that ends for good nothing is left to go on with.
    if (progress.complete && options.to !== null) world.bookmark?.remove();
    rows.tally.bytes = asked.characters;
    for (const { name } of options.outcomes) rows.tally.outcomes[name] ??= 0;
    const report: FileReport = {
      file: options.url,
      format: source.format,
      because: null,
      error: error === null ? null : withRows(error, rows.tally, options.check),
      ...rows.tally,
    };
    const interrupted = world.signal.aborted && !progress.complete;
    if (!options.check) {
      if (report.read > 0) rememberImport(report, storeOf(world), world);
      if (!interrupted && report.inserted > 0) storeOf(world).traffic.seal();
    }
    const { characters: _, ...took } = asked;
    const { from, to, resumed } = plan;
    return {
      files: [report],
      total: report,
      seconds: (world.now() - started) / 1000,
      interrupted,
      pull: { source: source.name, url: options.url, from, to, resumed, ...progress, ...took },
    };
  } finally {
    aside?.close();
  }
}

/** Page after page, until the last one, Ctrl-C, `maxRows`, or a source that does not answer as it should. */
async function pullPages(
  source: PullSource,
  plan: Plan,
  options: PullOptions,
  world: PullWorld,
  rows: FileRows,
  /** Waited for before a page counts as pulled. */
  settled: () => Promise<void>,
): Promise<{
  readonly progress: { readonly pages: number; readonly records: number; readonly complete: boolean };
  readonly error: OperatorError | null;
  readonly asked: AskTally;
}> {
  const { project, outcomes, url, size, maxRows } = options;
  const { from, to } = plan;
  const progress = { pages: 0, records: 0, complete: false };
  const { ask, tally: asked } = asker({
    ...world,
    url,
    headers: source.headers(options.keys),
    secrets: options.keys,
    keys: source.keys,
    onWait: (ms, why) => world.onProgress(progress.records, `${why}: waiting ${Math.ceil(ms / 1000)} s`),
  });
  const context = { project, read_at: world.now(), ...IMPORT_IDENTITY };
  const reader = recordReader(importerNamed(source.format), outcomes, context);
  const turns = turning(plan.at, source.id);
  let { at, skip } = plan;
  try {
    while (!progress.complete && !world.signal.aborted && progress.records !== maxRows) {
      const page = await source.page({ from, to, size, at }, ask);
      if (turns(page)) throw unreadable(`${url} hands out the same page again and again`, "pages that go on");
      const left = (maxRows ?? Number.POSITIVE_INFINITY) - progress.records;
      const taken = page.records.slice(skip, skip + left);
      for (const record of taken) take(reader.readValue(record), rows, ++progress.records);
      rows.flush();
      await settled();
      const whole = skip + taken.length >= page.records.length;
      progress.pages++;
      progress.complete = whole && page.next === null;
      if (whole) [at, skip] = [page.next, 0];
      else skip += taken.length;
      world.bookmark?.write({ source: source.name, url, from, to, at, skip, done: progress.complete });
      world.onProgress(progress.records);
    }
    return { progress, error: null, asked };
  } catch (thrown) {
    if (!(thrown instanceof OperatorError)) throw thrown;
    return { progress, error: world.signal.aborted ? null : thrown, asked };
  }
}

function storeOf({ store }: PullWorld): Store {
  if (store === null) throw new Error("a pull that is no check needs a store");
  return store;
}

interface Plan {
  readonly from: number | null;
  readonly to: number;
  readonly at: string | null;
  readonly skip: number;
  readonly resumed: boolean;
}

/** What was begun is gone on with; what was ended is gone on from, with an hour of overlap. */
function planned({ from, to, restart }: PullOptions, { bookmark }: PullWorld, now: number): Plan {
  const mark = restart ? null : (bookmark?.read() ?? null);
  if (mark === null) return { from, to: to ?? now, at: null, skip: 0, resumed: false };
  if (!mark.done) return { from: mark.from, to: mark.to, at: mark.at, skip: mark.skip, resumed: true };
  const since = mark.to - OVERLAP_MS;
  return { from: from === null ? since : Math.max(from, since), to: to ?? now, at: null, skip: 0, resumed: true };
}

function take(records: ReturnType<ReturnType<typeof recordReader>["readValue"]>, rows: FileRows, number: number): void {
  for (const record of records) {
    if (record.kind === "part") throw new Error("a pulled record is a part of a call");
    rows.take(record, number);
  }
}
