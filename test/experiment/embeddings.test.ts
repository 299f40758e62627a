import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import type { ExperimentResult, PairView } from "../../src/experiments/index.ts";
import { askedAgain, completion, logged } from "./asked-again.ts";

/** Embeds a text as how often it has each letter. */
function embedded(text: string): readonly number[] {
  return Array.from({ length: 26 }, (_, letter) => [...text].filter((one) => one.charCodeAt(0) === 97 + letter).length);
}

it("texts are compared by an embeddings model, whose calls are under the cap too", async () => {
  const bodies: { readonly input?: readonly string[]; readonly model: string }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const body = JSON.parse(text) as (typeof bodies)[number];
      bodies.push(body);
      response.writeHead(200, { "content-type": "application/json" });
      if (body.input === undefined) return response.end(JSON.stringify(completion("rewsna 1")));
      const data = body.input
        .map((one, index) => ({ object: "embedding", index, embedding: embedded(one) }))
        .toReversed();
      return response.end(
        JSON.stringify({ object: "list", data, model: body.model, usage: { prompt_tokens: 8, total_tokens: 8 } }),
      );
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  await using shop = await askedAgain(
    Array.from({ length: 5 }, (_, at) => logged(at)),
    () => ({ text: "" }),
  );
  const config = shop.file("embedding.yaml");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(
    config,
    JSON.stringify({ providers: { openai: { base_url: url, allow_private: true, key_env: "UPSTREAM_KEY" } } }),
  );
  try {
    const asked = [
      "experiment",
      "--config",
      config,
      "--last",
      "7d",
      "--policy",
      "single:gpt-4o-mini:openai",
      "--max-spend",
      "1",
    ];
    const result = await shop.json<ExperimentResult>(
      ...asked,
      "--control",
      "none",
      "--embeddings",
      "text-embedding-3-small:openai",
    );
    // Other words in the log's language of letters: as alike as can be.
    expect(result.similarity.measures).toMatchObject([{ measure: "embedding_cosine", pairs: 5, mean: 1 }]);
    expect(result.notes.join("\n")).toContain("text-embedding-3-small:openai");
    expect(result.spend.calls).toBe(10);
    expect(result.spend.spent_usd).toBeCloseTo(5 * (100 * 0.15e-6 + 20 * 0.6e-6 + 8 * 0.02e-6), 12);
    expect(bodies.filter(({ input }) => input?.length === 2)).toHaveLength(5);
    const { pairs } = await shop.json<{ pairs: readonly PairView[] }>("experiment", "pairs", result.id);
    expect(pairs.every(({ similarity }) => similarity === 1)).toBe(true);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 30_000);
