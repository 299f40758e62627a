import { embeddingCosine } from "./embedding-cosine.ts";
import { json } from "./json.ts";
import { lexical } from "./lexical.ts";
import type { Measure } from "./measure.ts";
import { toolCalls } from "./tool-calls.ts";

/** All measures; of a pair, the first that is of its kind counts. The last takes any. */
export const MEASURES: readonly Measure[] = [toolCalls, json, embeddingCosine, lexical];
