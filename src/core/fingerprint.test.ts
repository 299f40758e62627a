import { hash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { fingerprints, promptHash, requestHash, sha256Hex } from "./fingerprint.ts";

test("the pure hash is that of node:crypto, also of text that is no Unicode", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(sha256Hex(text)).toBe(hash("sha256", text, "hex"));
    }),
  );
});

test("a prompt's hash is that of its canonical JSON; a request's takes it in with the parameters", () => {
  const prompt = {
    messages: [{ role: "user", content: "Hello" }],
    tools: [],
    tool_choice: null,
    response_format: null,
  };
  const text = '{"messages":[{"content":"Hello","role":"user"}],"response_format":null,"tool_choice":null,"tools":[]}';
  expect(canonicalJson(prompt)).toBe(text);
  expect(promptHash(prompt)).toBe(hash("sha256", text, "hex"));
  const request = `{"prompt":"${promptHash(prompt)}","seed":7,"temperature":0.2}`;
  expect(requestHash(promptHash(prompt), { temperature: 0.2, seed: 7 })).toBe(hash("sha256", request, "hex"));
});

test("no request, no hash", () => {
  expect(fingerprints(null)).toEqual({ prompt_hash: null, request_hash: null });
});
