import type { LanguageModelV4, LanguageModelV4CallOptions, SharedV4ProviderOptions } from "@ai-sdk/provider";
import type { Dialect as DialectName } from "../../core/exchange.ts";

/** A call of the provider specification, without what belongs to its transport. */
export type TranslatedCall = Omit<LanguageModelV4CallOptions, "abortSignal" | "headers">;

/** A model at a provider, as the provider specification knows it. */
export interface TranslatedModel {
  readonly model: LanguageModelV4;
  /** What it says to the provider; null where that is none of the clients' dialects. */
  readonly speaks: DialectName | null;
  /** What the provider is told beside the call. */
  readonly options: SharedV4ProviderOptions;
}

/** Makes models of one provider. Requests go to `fetch`, below a base URL that only its path counts of. */
export type ModelMaker = (parts: {
  readonly id: string;
  readonly call: TranslatedCall;
  readonly fetch: typeof globalThis.fetch;
}) => Promise<TranslatedModel>;

/** Keys and hosts are the connection's business: the packages get none. */
const ORIGIN = "https://provider.invalid";
const NO_KEY = "none";
const V1 = { baseURL: `${ORIGIN}/v1`, apiKey: NO_KEY };

/**
 * OpenAI's models through the Responses API, which hands their reasoning back to the client, nothing stored; through chat
 * completions where a call says what only those take.
 */
export const openaiModels: ModelMaker = async ({ id, call, fetch }) => {
  const { createOpenAI } = await import("@ai-sdk/openai");
  const provider = createOpenAI({ ...V1, fetch });
  const chat = [call.stopSequences, call.seed, call.presencePenalty, call.frequencyPenalty].some(
    (one) => one !== undefined,
  );
  return {
    model: chat ? provider.chat(id) : provider.responses(id),
    speaks: chat ? "openai-chat" : "openai-responses",
    options: { openai: { store: false } },
  };
};

export const anthropicModels: ModelMaker = async ({ id, fetch }) => {
  const { createAnthropic } = await import("@ai-sdk/anthropic");
  return { model: createAnthropic({ ...V1, fetch })(id), speaks: "anthropic-messages", options: {} };
};

export const googleModels: ModelMaker = async ({ id, fetch }) => {
  const { createGoogleGenerativeAI } = await import("@ai-sdk/google");
  const provider = createGoogleGenerativeAI({ baseURL: `${ORIGIN}/v1beta`, apiKey: NO_KEY, fetch });
  return { model: provider(id), speaks: null, options: {} };
};

export const mistralModels: ModelMaker = async ({ id, fetch }) => {
  const { createMistral } = await import("@ai-sdk/mistral");
  return { model: createMistral({ ...V1, fetch })(id), speaks: "openai-chat", options: {} };
};

export const groqModels: ModelMaker = async ({ id, fetch }) => {
  const { createGroq } = await import("@ai-sdk/groq");
  return { model: createGroq({ ...V1, fetch })(id), speaks: "openai-chat", options: {} };
};

/** Whatever speaks OpenAI's chat completions. */
export const compatibleModels: ModelMaker = async ({ id, call, fetch }) => {
  const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
  const provider = createOpenAICompatible({
    name: "compatible",
    baseURL: V1.baseURL,
    includeUsage: true,
    supportsStructuredOutputs: true,
    fetch,
  });
  const serial = call.providerOptions?.["openai"]?.["parallelToolCalls"] === false;
  const options: SharedV4ProviderOptions = serial ? { compatible: { parallel_tool_calls: false } } : {};
  return { model: provider(id), speaks: "openai-chat", options };
};

const openaiResponses: ModelMaker = async ({ id, fetch }) => {
  const { createOpenAI } = await import("@ai-sdk/openai");
  return { model: createOpenAI({ ...V1, fetch }).responses(id), speaks: "openai-responses", options: {} };
};

/** Reads answers that came in a dialect, whoever gave them; null where it is not translated. */
export function modelsOfDialect(dialect: DialectName): ModelMaker | null {
  if (dialect === "openai-chat") return compatibleModels;
  if (dialect === "openai-responses") return openaiResponses;
  return dialect === "anthropic-messages" ? anthropicModels : null;
}
