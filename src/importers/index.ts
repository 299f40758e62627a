import { helicone } from "./helicone.ts";
import type { Importer } from "./importer.ts";
import { langfuse } from "./langfuse.ts";
import { litellmSpendLogs } from "./litellm-spend-logs.ts";
import { litellmStandard } from "./litellm-standard.ts";
import { native } from "./native.ts";
import { openaiBatch } from "./openai-batch.ts";
import { openaiFinetuning } from "./openai-finetuning.ts";
import { openaiStored } from "./openai-stored.ts";
import { openpipe } from "./openpipe.ts";
import { openrouterCsv } from "./openrouter-csv.ts";
import { otelGenai } from "./otel-genai.ts";
import { pairs } from "./pairs.ts";
import { portkey } from "./portkey.ts";
import { recognise, type Recognised } from "./recognise.ts";
import { tensorzero } from "./tensorzero.ts";

/** Every log format that can be read. */
export const IMPORTERS: readonly Importer[] = [
  native,
  litellmStandard,
  litellmSpendLogs,
  langfuse,
  helicone,
  otelGenai,
  openaiStored,
  openaiBatch,
  openaiFinetuning,
  openpipe,
  openrouterCsv,
  portkey,
  tensorzero,
  pairs,
];

/** What the first values of a file say about its format. */
export function recogniseFormat(values: readonly unknown[]): Recognised {
  return recognise(values, IMPORTERS);
}

export { EXPORT_COLUMNS, exportCells, type CellKind } from "./native/cells.ts";
export { exportRecord, type ExportedOutcome } from "./native/format.ts";
export { TableRow } from "./table-row.ts";
export { mappedImporter } from "./mapped.ts";
export { parseMapping, type Mapping } from "./mapped/fields.ts";
export { readPath } from "./record/path.ts";
export { recordsOf, SURE_ENOUGH, type Recognised } from "./recognise.ts";
export type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
