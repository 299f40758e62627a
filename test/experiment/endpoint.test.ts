import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ExperimentResult } from "../../src/experiments/index.ts";
import { until } from "../gateway/playing.ts";
import { remove, start, upstream } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";
import { completion, ENVIRONMENT } from "./asked-again.ts";

interface Message {
  readonly role: string;
  readonly content: string;
}

it("another version of an endpoint is held against the one that served, each with its own prompt", async () => {
  const folder = mkdtempSync(join(tmpdir(), "understudy-endpoint-"));
  const provider = await upstream((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(completion("Yes.")));
  });
  const set = (prompt: string, ...more: readonly string[]) =>
    understudy(["endpoints", "set", "support", "--system-prompt", prompt, ...more, "--data", folder]);
  try {
    const deployment = {
      providers: {
        openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY", models: ["gpt-4o"] },
      },
    };
    const gateway = await start(deployment, folder);
    await set("First.", "--policy", "gpt-4o:openai");
    for (let at = 0; at < 6; at++) {
      const response = await fetch(`${gateway.url}/e/support/v1/chat/completions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${gateway.key}`,
          "content-type": "application/json",
          "x-understudy-session": `s${at}`,
        },
        body: JSON.stringify({
          model: "endpoint/support",
          max_tokens: 20,
          messages: [{ role: "user", content: `question ${at}` }],
        }),
      });
      expect(response.status).toBe(200);
      await response.text();
    }
    await until("the rows", async () =>
      (await gateway.api("GET", "/api/logs")).body.rows.length === 6 ? true : undefined,
    );
    await gateway.stop();
    await set("Second.");

    const before = provider.requests.length;
    const config = join(folder, "understudy.yaml");
    const asked = [
      "experiment",
      "--config",
      config,
      "--candidate-endpoint",
      "support@2",
      "--control",
      "100",
      "--max-spend",
      "1",
    ];
    const result = await understudyJson<ExperimentResult>([...asked, "--data", folder], { env: ENVIRONMENT });
    expect(result).toMatchObject({
      requests: 6,
      asked: { kind: "endpoint", name: "support", version: 2 },
      control: { pairs: 6 },
    });
    expect(result.similarity.agreement).toMatchObject({ count: 6, n: 6 });
    const prompts = provider.requests.slice(before).map(({ messages }) => (messages as readonly Message[])[0]);
    const said = (content: string): number =>
      prompts.filter((message) => message?.role === "system" && message.content === content).length;
    expect([said("First."), said("Second.")]).toEqual([6, 6]);
    // The measured calls belong to no session, and to nobody's live traffic.
    const { rows } = await understudyJson<{ rows: readonly { session: string | null; endpoint: string }[] }>([
      "logs",
      "--origin",
      "experiment",
      "--data",
      folder,
    ]);
    expect(rows).toHaveLength(12);
    expect(rows.every(({ session, endpoint }) => session === null && endpoint === "support")).toBe(true);
  } finally {
    await provider.close();
    remove(folder);
  }
}, 60_000);
