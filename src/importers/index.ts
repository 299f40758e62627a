import type { Importer } from "./importer.ts";
import { litellmSpendLogs } from "./litellm-spend-logs.ts";
import { litellmStandard } from "./litellm-standard.ts";
import { native } from "./native.ts";

/** Every log format that can be read. */
export const IMPORTERS: readonly Importer[] = [native, litellmStandard, litellmSpendLogs];

const SURE_ENOUGH = 0.5;

/** The importer surest that a record is its own; null where none is half sure. */
export function sniffImporter(record: unknown): Importer | null {
  let surest: Importer | null = null;
  let best = SURE_ENOUGH;
  for (const importer of IMPORTERS) {
    const sureness = importer.sniff(record);
    if (sureness > best || (sureness === best && surest === null)) {
      surest = importer;
      best = sureness;
    }
  }
  return surest;
}

export { exportRecord } from "./native-format.ts";
export { readPath } from "./path.ts";
export type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
