import { guarded } from "../guarded.ts";
import type { Measure } from "./measure.ts";

/** Texts by the cosine of their embeddings. What a cosine of 0.9 means depends on the model: its thresholds are worth little until they are calibrated. */
export const embeddingCosine: Measure = {
  name: "embedding_cosine",
  summary: "cosine of the embeddings of both texts",
  thresholds: { high: 0.92, mild: 0.8 },
  calibrates: true,
  compare: ({ original, replay, cosine }) =>
    cosine === null ? null : guarded(cosine, original.text ?? "", replay.text ?? ""),
};
