import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../core/json.ts";
import type { LiveTrace } from "../../core/live/live-trace.ts";
import type { ServedRow } from "../log-writer.ts";
import { bodyBytes, mostBytes, readRecord, textsOf, writeRecord } from "./record.ts";
import { servedRow } from "./spool.fixtures.ts";
import { storedExchange, type Redaction, type StoringParts } from "./stored-exchange.ts";

const NONE: Redaction = { applies: () => false, body: () => null };
/** Takes the word "secret" out of everything. */
const SECRETS: Redaction = {
  applies: () => true,
  body(_project, _dialect, body) {
    const text = JSON.stringify(body);
    return text.includes("secret") ? (JSON.parse(text.replaceAll("secret", "[secret]")) as JsonObject) : null;
  },
};

function stored(changes: Partial<ServedRow>, parts: Partial<StoringParts> = {}, overload = false) {
  const row = servedRow(1, changes);
  const texts = textsOf(row);
  const buffer = Buffer.alloc(mostBytes(texts) + bodyBytes(row));
  const record = readRecord(buffer, 0, writeRecord(buffer, 0, texts, row, overload))!;
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  return storedExchange(record, { hash, reassemble: () => null, redaction: NONE, ...parts });
}

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const asking = (content: string): JsonObject => ({ model: "gpt-4o", messages: [{ role: "user", content }] });
const assembled = (patch: unknown): LiveTrace => ({ ...(servedRow(1).trace as LiveTrace), assembled: patch });

describe("a row as the store keeps it", () => {
  test("has the hashes of what was sent, not of what the client sent", () => {
    const whole = {
      ...asking("hello"),
      messages: [
        { role: "system", content: "be brief" },
        { role: "user", content: "hello" },
      ],
    };
    const patched = stored({ request: bytes(asking("hello")), trace: assembled({ messages: whole.messages }) });
    expect(patched.prompt_hash).toBe(stored({ request: bytes(whole) }).prompt_hash);
    expect(patched.prompt_hash).not.toBe(stored({ request: bytes(asking("hello")) }).prompt_hash);
    expect(patched.request_body).toBe(JSON.stringify(asking("hello")));
  });

  test("is kept where somebody nests deeper than can be worked with, without what would follow from it", () => {
    const nested = `{"model":"gpt-4o","messages":[{"role":"user","content":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`;
    const asked = stored({ request: bytes(nested), response: [bytes(nested)] });
    expect([asked.request_body, asked.response_body]).toEqual([nested, nested]);
    expect([asked.prompt_hash, asked.answer_hash]).toEqual([null, null]);
    const events = stored(
      { response: [bytes(nested)], response_events: true },
      { reassemble: () => JSON.parse(nested) as JsonObject },
    );
    expect(events.response_body).toBe(nested);
  });

  test("has a stream as one body; a stream without an answer as it went", () => {
    const body = { choices: [{ index: 0, finish_reason: "length", message: { role: "assistant", content: "a" } }] };
    const events = { response: [bytes("data: 1\n\n"), bytes("data: 2\n\n")], response_events: true };
    const seen: string[] = [];
    const reassemble = (_dialect: unknown, text: string): JsonObject => {
      seen.push(text);
      return body;
    };
    const whole = stored(events, { reassemble });
    expect([whole.response_body, whole.signals.finish_reason, seen]).toEqual([
      JSON.stringify(body),
      "length",
      ["data: 1\n\ndata: 2\n\n"],
    ]);
    expect(stored(events).response_body).toBe("data: 1\n\ndata: 2\n\n");
    const broken = stored({ ...events, status: "failed" }, { reassemble });
    expect([broken.answer_hash, broken.signals.refusal]).toEqual([null, null]);
  });

  test("lacks what the project does not want kept, in bodies and in the trace, and is marked", () => {
    const system = { role: "system", content: "the secret prompt" };
    const request = asking("my secret");
    const row = stored(
      { request: bytes(request), trace: assembled({ messages: [system, ...(request["messages"] as unknown[])] }) },
      { redaction: SECRETS },
    );
    expect([row.replayability, row.prompt_hash]).toEqual(["redacted", null]);
    expect(row.request_body).toContain("my [secret]");
    expect(row.request_body).not.toMatch(/[^[]secret/);
    expect(row.trace).toContain("the [secret] prompt");
    expect(row.trace).not.toMatch(/[^[]secret/);
  });

  test("keeps nothing of a body that rules cannot be held against, and all of one they find nothing in", () => {
    const withheld = stored({ request: bytes("my secret"), response: [bytes("secret")] }, { redaction: SECRETS });
    expect([withheld.request_body, withheld.response_body, withheld.replayability]).toEqual([null, null, "redacted"]);
    const clean = stored(
      { request: bytes(' {"model":"m","messages":[{"role":"user","content":"x"}]} ') },
      { redaction: SECRETS },
    );
    expect([clean.request_body, clean.replayability]).toEqual([
      ' {"model":"m","messages":[{"role":"user","content":"x"}]} ',
      "exact",
    ]);
  });

  test("without bodies says why", () => {
    const row = stored({ trace: assembled({ messages: [] }) }, {}, true);
    expect([row.request_body, row.response_body, row.replayability]).toEqual([null, null, "body_missing"]);
    expect(JSON.parse(row.trace!)).toMatchObject({ assembled: null, bodies_dropped: "overload" });
  });
});
