import type { ImportContext } from "../../importers/importer.ts";
import { IMPORTERS } from "../../importers/index.ts";
import type { SetAside } from "../../store/set-aside.ts";
import type { FileRows } from "./file-rows.ts";
import type { Nesting } from "./nesting.ts";
import type { ImportOptions } from "./options.ts";
import { recordReader } from "./record-reader.ts";

export interface Joined {
  readonly options: ImportOptions;
  readonly context: ImportContext;
  readonly nesting: Nesting;
  /** By the file's name: a call counts where its first part stands. */
  readonly rowsOf: ReadonlyMap<string, FileRows>;
  /** Waited for between calls. */
  readonly ready: () => Promise<void>;
}

/** Puts calls together from the parts that all files held. */
export async function joinParts(aside: SetAside, { options, context, nesting, rowsOf, ready }: Joined): Promise<void> {
  const readers = new Map(
    IMPORTERS.map((importer) => [importer.name, recordReader(importer, options.outcomes, context, nesting)]),
  );
  for (const parts of aside.calls()) {
    const [first] = parts;
    if (first === undefined) continue;
    const rows = rowsOf.get(first.file);
    for (const record of readers.get(first.importer)?.readParts(parts) ?? []) {
      if (record.kind !== "part") rows?.take(record, first.line);
    }
    await ready();
  }
  for (const rows of rowsOf.values()) rows.flush();
}
