import type { ImporterFixtures } from "./conformance.ts";
import { heliconeFixtures } from "./helicone.fixtures.ts";
import { langfuseFixtures } from "./langfuse.fixtures.ts";
import { litellmSpendLogsFixtures } from "./litellm-spend-logs.fixtures.ts";
import { litellmStandardFixtures } from "./litellm-standard.fixtures.ts";
import { nativeFixtures } from "./native.fixtures.ts";
import { openaiBatchFixtures } from "./openai-batch.fixtures.ts";
import { openaiFinetuningFixtures } from "./openai-finetuning.fixtures.ts";
import { openaiStoredFixtures } from "./openai-stored.fixtures.ts";
import { pairsFixtures } from "./pairs.fixtures.ts";
import { tensorzeroFixtures } from "./tensorzero.fixtures.ts";
import { openpipeFixtures } from "./openpipe.fixtures.ts";
import { openrouterCsvFixtures } from "./openrouter-csv.fixtures.ts";
import { portkeyFixtures } from "./portkey.fixtures.ts";
import { otelGenaiFixtures } from "./otel-genai.fixtures.ts";

/** Every importer's made-up records, by its name. */
export const FIXTURES: Readonly<Record<string, ImporterFixtures>> = {
  native: nativeFixtures,
  "litellm-standard": litellmStandardFixtures,
  "litellm-spend-logs": litellmSpendLogsFixtures,
  langfuse: langfuseFixtures,
  "openai-stored": openaiStoredFixtures,
  pairs: pairsFixtures,
  tensorzero: tensorzeroFixtures,
  helicone: heliconeFixtures,
  "openai-batch": openaiBatchFixtures,
  "openai-finetuning": openaiFinetuningFixtures,
  openpipe: openpipeFixtures,
  "openrouter-csv": openrouterCsvFixtures,
  portkey: portkeyFixtures,
  "otel-genai": otelGenaiFixtures,
};
