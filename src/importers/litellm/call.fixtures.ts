export const lookup = {
  type: "function",
  function: {
    name: "lookup_order",
    parameters: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  },
};

export const call = {
  id: "chatcmpl-B7x2",
  trace_id: "trace-1",
  litellm_call_id: "9f0e",
  call_type: "acompletion",
  stream: false,
  status: "success",
  model: "openai/gpt-4o-mini",
  model_group: "fast",
  custom_llm_provider: "openai",
  api_base: "https://api.openai.com",
  prompt_tokens: 1240,
  completion_tokens: 312,
  total_tokens: 1552,
  startTime: 1793610843.12,
  endTime: 1793610844.91,
  completionStartTime: 1793610844.91,
  response_time: 1.78,
  response_cost: 0.0002964,
  cache_hit: false,
  request_tags: ["feature:triage", "prod"],
  end_user: "cust_88",
  messages: [
    { role: "system", content: "You triage tickets." },
    { role: "user", content: "Refund for order 771?" },
  ],
  model_parameters: { temperature: 0, tools: [lookup] },
  response: {
    id: "chatcmpl-B7x2",
    object: "chat.completion",
    model: "gpt-4o-mini-2024-07-18",
    choices: [
      {
        index: 0,
        finish_reason: "tool_calls",
        message: {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "lookup_order", arguments: '{"id":"771"}' } },
          ],
        },
      },
    ],
  },
  metadata: {
    user_api_key_alias: "support-bot",
    user_api_key_hash: "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
    user_api_key_team_alias: "support",
    requester_metadata: { feature: "triage", session_id: "s-7" },
    spend_logs_metadata: { build: "42" },
    usage_object: {
      prompt_tokens: 1240,
      completion_tokens: 312,
      prompt_tokens_details: { cached_tokens: 1024, cache_creation_tokens: null },
      completion_tokens_details: { reasoning_tokens: 100 },
    },
  },
  error_str: null,
  error_information: null,
};

export const anonymous = { ...call, metadata: { usage_object: call.metadata.usage_object } };
