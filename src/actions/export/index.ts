import { exportCsv } from "./csv.ts";
import type { WriteRows } from "./exported-rows.ts";
import { exportJsonLines } from "./json-lines.ts";
import { exportParquet } from "./parquet.ts";

/** What a log can be written as. */
export const EXPORT_FORMATS: Readonly<
  Record<string, { readonly write: WriteRows; readonly text: boolean; readonly words: string }>
> = {
  jsonl: { write: exportJsonLines, text: true, words: "JSON Lines" },
  csv: { write: exportCsv, text: true, words: "CSV" },
  parquet: { write: exportParquet, text: false, words: "Parquet" },
};
