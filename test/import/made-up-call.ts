/** A line of LiteLLM's log, another for each index. @param changed members that differ */
export function madeUpCall(index: number, changed: object = {}): string {
  const noise = ((index * 2654435761) % 4294967296).toString(36);
  const call = {
    id: `made-up-${index}`,
    call_type: "acompletion",
    status: "success",
    custom_llm_provider: "openai",
    model: "gpt-4o-mini",
    prompt_tokens: 100,
    completion_tokens: 10,
    startTime: 1_730_000_000 + index,
    endTime: 1_730_000_001 + index,
    response_cost: 0.0001,
    messages: [{ role: "user", content: `question ${noise}` }],
    model_parameters: {},
    response: { choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: noise } }] },
    ...changed,
  };
  return `${JSON.stringify(call)}\n`;
}
