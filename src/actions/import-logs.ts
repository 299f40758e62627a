import { IMPORTERS } from "../importers/index.ts";
import { importFile } from "./import/file.ts";
import type { ImportOptions, ImportWorld } from "./import/options.ts";
import { sumTallies, type FileReport, type ImportReport } from "./import/report.ts";
import type { LogSource } from "./log-source.ts";

/** What `--format` takes. */
export const IMPORT_FORMATS: readonly string[] = IMPORTERS.map((importer) => importer.name);

/**
 * Reads logs into the store, file by file, in constant memory, and seals it at the end. Rows that are there already are counted and left
 * alone, a bad line is counted and told, a file that cannot be read says so in its `error` while the next one goes in.
 */
export async function importLogs(
  sources: readonly LogSource[],
  options: ImportOptions,
  world: ImportWorld,
): Promise<ImportReport> {
  const started = world.now();
  const files: FileReport[] = [];
  let bytes = 0;
  for (const source of sources) {
    if (world.signal?.aborted === true) break;
    const report = await importFile(source, options, world, (read) => {
      bytes += read;
      world.onProgress?.(bytes);
    });
    files.push(report);
    if (report.read > 0) remember(report, world);
  }
  const interrupted = world.signal?.aborted === true;
  if (!interrupted && files.some((file) => file.inserted > 0)) world.store?.traffic.seal();
  return { files, total: sumTallies(files), seconds: (world.now() - started) / 1000, interrupted };
}

function remember(report: FileReport, world: ImportWorld): void {
  const { file, format, error, ...summary } = report;
  world.store?.control.putImport({
    id: world.newId(),
    created_at: world.now(),
    file,
    format: format ?? "unknown",
    summary: { ...summary, error: error?.toJSON() ?? null },
  });
}
