import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { embeddings } from "./embeddings.ts";

const RECORDED = join(import.meta.dirname, "../../../shared/data/wire/openai/embedding__openai-embedding.json");

describe("embeddings", () => {
  it.each(["a text", ["two", "texts"], [1, 2, 3], [[1, 2], [3]]])("take %j", (input) => {
    expect(embeddings.read({ model: "m", input, user: "ann" })).toEqual({
      model: "m",
      stream: false,
      end_user: "ann",
      metadata: {},
    });
  });

  it.each([
    [{ input: "x" }, "model"],
    [{ model: "m" }, "input"],
    [{ model: "m", input: [] }, "input"],
    [{ model: "m", input: ["x", 1] }, "input"],
    [{ model: "m", input: [[]] }, "input"],
    [{ model: "m", input: "x", stream: true }, "stream"],
  ])("%j is refused, naming %s", (body, field) => {
    expect(embeddings.read(body)).toMatchObject({ field });
  });

  it("show their texts to guardrails, never their tokens", () => {
    const body = { model: "m", input: ["a", "b"] };
    expect(embeddings.mapTexts(body, "request", (text) => text)).toBe(body);
    expect(embeddings.mapTexts(body, "request", (text) => text.toUpperCase())).toEqual({
      model: "m",
      input: ["A", "B"],
    });
    expect(embeddings.mapTexts({ input: "a" }, "request", () => "z")).toEqual({ input: "z" });
    const tokens = { input: [1, 2] };
    expect(embeddings.mapTexts(tokens, "request", () => "z")).toBe(tokens);
  });

  it("are an answer where each has a vector", ({ skip }) => {
    expect(embeddings.checkBody({ data: [{ embedding: "AACAPw==" }] })).toBeNull();
    expect(embeddings.checkBody({ data: [{ embedding: [0.5] }, {}] })).toMatchObject({ class: "server" });
    expect(embeddings.checkBody({ data: [] })).toMatchObject({ class: "server" });
    expect(embeddings.checkBody({ error: { message: "slow down", code: "rate_limit_exceeded" } })).toMatchObject({
      class: "rate_limit",
    });
    skip(!existsSync(RECORDED), "recorded provider bodies (../shared/data/wire) are not there");
    expect(embeddings.checkBody(JSON.parse(readFileSync(RECORDED, "utf8")))).toBeNull();
  });
});
