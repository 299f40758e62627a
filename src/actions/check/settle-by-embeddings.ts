import { cosineSimilarity } from "../../compare/cosine.ts";
import type { Target } from "../../core/target.ts";
import type { Asking } from "../asking/ask-target.ts";
import { embeddingsBody, vectorsOf } from "../measure/embed-texts.ts";
import type { Settler } from "./settling.ts";

const TIMEOUT_MS = 60_000;

/** Settles how alike texts are by the cosine of their embeddings. */
export function settleByEmbeddings(asking: Asking, target: Target): Settler {
  let cost: number | null = 0;
  return {
    cost: () => cost,
    async settle({ ask }, { answer }, signal) {
      const text = answer?.text ?? "";
      if (ask.kind !== "similar" || text.trim() === "") return null;
      const request = embeddingsBody(target, [ask.to, text]);
      const said = await asking.ask(
        { target, dialect: "embeddings", request, timeout_ms: TIMEOUT_MS, retries: 2, logged_at: null },
        signal,
      );
      if (said.failure !== null) return null;
      cost = cost === null || said.cost_usd === null ? null : cost + said.cost_usd;
      const [one, other] = vectorsOf(said.response, 2) ?? [];
      const score = one === undefined || other === undefined ? null : cosineSimilarity(one, other);
      return score === null ? null : { score, reasoning: null };
    },
  };
}
