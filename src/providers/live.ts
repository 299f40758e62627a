import type { LiveProvider } from "./live-provider.ts";
import {
  anthropicModels,
  compatibleModels,
  googleModels,
  groqModels,
  mistralModels,
  openaiModels,
} from "./translated/models.ts";

function bearer(key: string | null): Readonly<Record<string, string>> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

/** Answers of these never tell how likely their tokens were. */
const NO_LOGPROBS = { logprobs: false };

/** Model APIs that live calls can go to. */
export const LIVE_PROVIDERS: readonly LiveProvider[] = [
  {
    name: "openai",
    summary: "OpenAI",
    base_url: "https://api.openai.com",
    key_env: "OPENAI_API_KEY",
    speaks: {
      "openai-chat": "/v1/chat/completions",
      "openai-responses": "/v1/responses",
      embeddings: "/v1/embeddings",
    },
    models: openaiModels,
    headers: bearer,
  },
  {
    name: "anthropic",
    summary: "Anthropic",
    base_url: "https://api.anthropic.com",
    key_env: "ANTHROPIC_API_KEY",
    speaks: { "anthropic-messages": "/v1/messages" },
    models: anthropicModels,
    lacks: NO_LOGPROBS,
    headers: (key) => ({ ...(key === null ? {} : { "x-api-key": key }), "anthropic-version": "2023-06-01" }),
  },
  {
    name: "google",
    summary: "Google's Gemini API",
    base_url: "https://generativelanguage.googleapis.com",
    key_env: "GEMINI_API_KEY",
    speaks: {},
    models: googleModels,
    lacks: NO_LOGPROBS,
    headers: (key): Readonly<Record<string, string>> => (key === null ? {} : { "x-goog-api-key": key }),
  },
  {
    name: "mistral",
    summary: "Mistral AI",
    base_url: "https://api.mistral.ai",
    key_env: "MISTRAL_API_KEY",
    speaks: { "openai-chat": "/v1/chat/completions", embeddings: "/v1/embeddings" },
    models: mistralModels,
    lacks: NO_LOGPROBS,
    headers: bearer,
  },
  {
    name: "groq",
    summary: "Groq",
    base_url: "https://api.groq.com/openai",
    key_env: "GROQ_API_KEY",
    speaks: { "openai-chat": "/v1/chat/completions" },
    models: groqModels,
    lacks: NO_LOGPROBS,
    headers: bearer,
  },
  {
    name: "openrouter",
    summary: "OpenRouter",
    base_url: "https://openrouter.ai/api",
    key_env: "OPENROUTER_API_KEY",
    speaks: { "openai-chat": "/v1/chat/completions" },
    models: compatibleModels,
    headers: bearer,
  },
  {
    name: "openai-compatible",
    summary: "any server that speaks OpenAI's API: vLLM, Ollama, LiteLLM",
    base_url: null,
    key_env: null,
    speaks: { "openai-chat": "/v1/chat/completions", embeddings: "/v1/embeddings" },
    models: compatibleModels,
    headers: bearer,
  },
];
