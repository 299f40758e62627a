import type { SharedV4ProviderOptions } from "@ai-sdk/provider";

const ONE_AT_A_TIME = { parallelToolCalls: false };

/** "One tool call at a time", which the specification leaves to each provider. */
export const SERIAL_CALLS: SharedV4ProviderOptions = {
  anthropic: { disableParallelToolUse: true },
  openai: ONE_AT_A_TIME,
  groq: ONE_AT_A_TIME,
  mistral: ONE_AT_A_TIME,
};
