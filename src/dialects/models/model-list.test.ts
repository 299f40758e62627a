import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { expect, it } from "vitest";
import { anthropicModelList, openaiModelList } from "./model-list.ts";

const MODELS = [
  { id: "gpt-4.1:openai", owner: "openai", created_at: 1_700_000_000_500 },
  { id: "claude-x:anthropic", owner: "anthropic", created_at: 1_700_000_001_000 },
];

it("is read by both clients", async () => {
  const server = createServer((request, response) => {
    const list = request.headers["anthropic-version"] === undefined ? openaiModelList : anthropicModelList;
    response.setHeader("content-type", "application/json").end(JSON.stringify(list(MODELS)));
  });
  await new Promise<void>((ready) => {
    server.listen(0, "127.0.0.1", ready);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const openai: unknown[] = [];
    for await (const model of new OpenAI({ apiKey: "k", baseURL: `${url}/v1`, maxRetries: 0 }).models.list())
      openai.push([model.id, model.object, model.created, model.owned_by]);
    expect(openai).toEqual([
      ["gpt-4.1:openai", "model", 1_700_000_000, "openai"],
      ["claude-x:anthropic", "model", 1_700_000_001, "anthropic"],
    ]);
    const anthropic: unknown[] = [];
    for await (const model of new Anthropic({ apiKey: "k", baseURL: url, maxRetries: 0 }).models.list())
      anthropic.push([model.id, model.type, model.created_at]);
    expect(anthropic).toEqual([
      ["gpt-4.1:openai", "model", "2023-11-14T22:13:20.500Z"],
      ["claude-x:anthropic", "model", "2023-11-14T22:13:21.000Z"],
    ]);
  } finally {
    server.close();
  }
});
