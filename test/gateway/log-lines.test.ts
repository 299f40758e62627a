import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "./running.ts";

const SAID = "What only the client says";
const ANSWERED = "What only the model says";

describe("a gateway at log level debug", () => {
  let provider: Upstream;
  let gateway: Running;
  let requestId = "";

  beforeAll(async () => {
    provider = await upstream((_, response, { model }) => {
      if (model === "broken") response.writeHead(500).end(`{"error":{"message":"${ANSWERED}"}}`);
      else
        response.writeHead(200, { "content-type": "application/json" }).end(
          JSON.stringify({
            id: "c1",
            object: "chat.completion",
            created: 1,
            model: "m",
            choices: [{ index: 0, message: { role: "assistant", content: ANSWERED }, finish_reason: "stop" }],
          }),
        );
    });
    const openai = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
    gateway = await start({ providers: { openai }, log: { level: "debug" } });
    const ask = (model: string): Promise<Response> =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}` },
        body: JSON.stringify({ model, messages: [{ role: "user", content: SAID }] }),
      });
    requestId = (await ask("gpt-4o-mini")).headers.get("x-understudy-request-id") ?? "";
    await ask("broken:openai");
    await ask("nobody-serves-it");
    await gateway.stop();
  }, 30_000);
  afterAll(async () => {
    await provider.close();
    remove(gateway.folder);
  });

  it("says when it started and stopped, and has a line for each request", () => {
    const lines = gateway.lines();
    expect(lines.map(({ message }) => message)).toEqual([
      "started",
      "request",
      "request",
      "request",
      "stopping",
      "stopped",
    ]);
    for (const { time } of lines) expect(new Date(String(time)).toISOString()).toBe(time);
    expect(lines[0]).toMatchObject({ level: "info", url: gateway.url, providers: ["openai"] });
    expect(lines[1]).toMatchObject({
      level: "debug",
      request_id: requestId,
      dialect: "openai-chat",
      model: "gpt-4o-mini",
      target: "gpt-4o-mini:openai",
      status: 200,
      outcome: "ok",
      attempts: 1,
      project: "default",
    });
    expect(lines[1]?.["latency_ms"]).toBeGreaterThan(0);
    expect(lines[2]).toMatchObject({ outcome: "failed", failure: "server" });
    expect(lines[3]).toMatchObject({ status: 404, outcome: "failed", attempts: 0 });
    expect(lines.at(-1)).toMatchObject({ written_rows: 3, spooled_rows: 0, rows_lost: 0 });
  });

  it("puts no word of a request or an answer into them, and no key", () => {
    const text = JSON.stringify(gateway.lines());
    for (const secret of [SAID, ANSWERED, gateway.key, "upstream-secret", "login?token"])
      expect(text).not.toContain(secret);
    const files = readdirSync(gateway.folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(gateway.folder, name))
      .filter((file) => statSync(file).isFile());
    for (const file of files) expect(readFileSync(file).includes("upstream-secret"), file).toBe(false);
  });
});
