export const messages = [{ role: "user", content: "Where is order 12?" }];
export const parameters = { type: "object", properties: {} };
export const tools = [{ type: "function", function: { name: "track", parameters } }];
export const calls = [{ id: "call_1", type: "function", function: { name: "track", arguments: "{}" } }];
export const message = { role: "assistant", content: null, tool_calls: calls };

/** As the API answers it: bodies are raw texts. */
export const observation = {
  id: "obs-1",
  traceId: "tr-1",
  projectId: "p-1",
  type: "GENERATION",
  name: "track",
  startTime: "2026-11-02T09:14:03.120Z",
  endTime: "2026-11-02T09:14:04.910Z",
  completionStartTime: "2026-11-02T09:14:03.520Z",
  parentObservationId: null,
  level: "DEFAULT",
  statusMessage: null,
  environment: "production",
  userId: "cust-9",
  sessionId: "s-1",
  input: JSON.stringify({ messages, tools }),
  output: JSON.stringify(message),
  metadata: { desk: "orders" },
  providedModelName: "gpt-4o-mini-2024-07-18",
  modelParameters: { temperature: 0, max_tokens: 512 },
  usageDetails: { input: 388, input_cached_tokens: 512, output: 20, total: 920 },
  totalCost: 0.000296,
  latency: 1.79,
  timeToFirstToken: 0.4,
  tags: ["prod"],
};

/** An observation that says nothing but what it was asked and answered. */
export const call = { ...observation, modelParameters: {}, metadata: {} };

export function request(body: object): string {
  return JSON.stringify({ model: observation.providedModelName, ...body });
}

export function answer(said: object, finish_reason: string | null = null): string {
  return JSON.stringify({ object: "chat.completion", choices: [{ index: 0, finish_reason, message: said }] });
}
