import { IMPORTERS } from "../importers/index.ts";
import type { Appender } from "../store/appender.ts";
import type { SetAside } from "../store/set-aside.ts";
import { fileRows, type FileRows } from "./import/file-rows.ts";
import { readFile, type ReadFile } from "./import/file.ts";
import { IMPORT_IDENTITY } from "./import/identity.ts";
import { joinParts } from "./import/join-parts.ts";
import { openNesting } from "./import/nesting.ts";
import { nothingRead, withRows } from "./import/nothing-read.ts";
import type { ImportOptions, ImportWorld } from "./import/options.ts";
import { putting } from "./import/putting.ts";
import { rememberImport, sumTallies, type FileReport, type ImportReport } from "./import/report.ts";
import { checking, storing } from "./import/storing.ts";
import type { LogSource } from "./log-source.ts";

/** What `--format` takes. */
export const IMPORT_FORMATS: readonly string[] = IMPORTERS.map((importer) => importer.name);

/**
 * Reads logs into the store, file by file, in constant memory, and seals it at the end. Rows that are there already are counted and left
 * alone, a bad line is counted and told, a file that cannot be read says so in its `error` while the next one goes in. Calls whose parts
 * stand in several records go in once all files are read.
 */
export async function importLogs(
  sources: readonly LogSource[],
  options: ImportOptions,
  world: ImportWorld,
): Promise<ImportReport> {
  const started = world.now();
  let aside: SetAside | null = null;
  const setAside = (): SetAside => (aside ??= world.setAside());
  let appender: Appender | null = null;
  try {
    appender =
      options.check || world.store === null
        ? checking(world.store?.traffic ?? null, setAside())
        : (world.appender?.() ?? storing(world.store.traffic));
    const { put, ready, settled } = putting(appender);
    const context = { project: options.project, read_at: started, ...IMPORT_IDENTITY };
    const nesting = openNesting();
    const files: { readonly source: LogSource; readonly rows: FileRows; readonly read: ReadFile }[] = [];
    let bytes = 0;
    for (const source of sources) {
      if (world.signal?.aborted === true) break;
      const rows = fileRows(source.name, put, world);
      const read = await readFile(source, {
        options,
        context,
        rows,
        nesting,
        ready,
        putPart: (part) => setAside().putPart(part),
        onBytes(chunk) {
          bytes += chunk;
          world.onProgress?.(bytes);
        },
        signal: world.signal,
      });
      files.push({ source, rows, read });
    }
    const interrupted = world.signal?.aborted === true;
    if (!interrupted && aside !== null) {
      await joinParts(aside, {
        options,
        context,
        nesting,
        rowsOf: new Map(files.map(({ source, rows }) => [source.name, rows])),
        ready,
      });
    }
    await settled();
    const reports = files.map(({ source, rows, read }) => reportOf(source.name, rows, read, options, interrupted));
    if (!options.check && world.store !== null) {
      for (const report of reports) if (report.read > 0) rememberImport(report, world.store, world);
      if (!interrupted && reports.some((report) => report.inserted > 0)) world.store.traffic.seal();
    }
    return { files: reports, total: sumTallies(reports), seconds: (world.now() - started) / 1000, interrupted };
  } finally {
    await appender?.close();
    (aside as SetAside | null)?.close();
  }
}

function reportOf(
  file: string,
  { tally }: FileRows,
  read: ReadFile,
  options: ImportOptions,
  interrupted: boolean,
): FileReport {
  const format = read.format?.importer.name ?? null;
  const silent = tally.read === 0 && tally.parts === 0 && !interrupted;
  const error =
    read.error !== null
      ? withRows(read.error, tally, options.check)
      : silent
        ? nothingRead(file, format, tally, options)
        : null;
  for (const { name } of options.outcomes) tally.outcomes[name] ??= 0;
  return { file, format, because: read.format?.because ?? null, error, ...tally };
}
