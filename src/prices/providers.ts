/**
 * The price library's provider id -> other names for it seen in logs: LiteLLM's `custom_llm_provider`, OpenTelemetry's
 * `gen_ai.provider.name`, the Vercel AI SDK, TensorZero. A name neither here nor an id is unknown: `custom_openai` or `my-openai` is
 * somebody's own server, and must not be priced as OpenAI, so the library's own looser matching ("contains openai") is not used.
 */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["anthropic.messages", "anthropic_text"],
  aws: [
    "amazon",
    "amazon-bedrock",
    "amazon_bedrock",
    "aws-bedrock",
    "aws.bedrock",
    "aws_bedrock",
    "bedrock",
    "bedrock_converse",
  ],
  azure: ["azure-openai", "azure.ai.inference", "azure.ai.openai", "azure_ai", "azure_openai", "az.ai.openai"],
  cohere: ["cohere_chat"],
  fireworks: ["fireworks-ai", "fireworks_ai"],
  "github-copilot": ["github_copilot"],
  google: [
    "gcp.gemini",
    "gcp.gen_ai",
    "gcp.vertex_ai",
    "gcp_vertex_anthropic",
    "gcp_vertex_gemini",
    "gemini",
    "google-vertex",
    "google.generative-ai",
    "google.vertex",
    "google_ai_studio_gemini",
    "google_genai",
    "google_vertex",
    "google_vertexai",
    "vertex",
    "vertex-ai",
    "vertex_ai",
    "vertex_ai_beta",
    "vertexai",
  ],
  mistral: ["mistral-ai", "mistral.chat", "mistral_ai", "mistralai"],
  moonshotai: ["moonshot", "moonshot_ai"],
  openai: ["openai.chat", "openai.responses", "text-completion-openai"],
  together: ["together-ai", "together_ai", "togetherai"],
  voyageai: ["voyage"],
  "x-ai": ["x_ai", "xai"],
  zai: ["z-ai", "z_ai"],
};

const CANONICAL = new Map(
  Object.entries(OTHER_NAMES).flatMap(([id, names]) => names.map((name) => [name, id] as const)),
);

/** The price library's id for a provider name as logs write it; a name it may not know comes back in lower case. */
export function libraryProvider(name: string): string {
  const lower = name.toLowerCase().trim();
  return CANONICAL.get(lower) ?? lower;
}

/** Providers that serve models they made themselves: a bare model name leads to these, never to a reseller. */
export const MAKERS: readonly string[] = [
  "openai",
  "anthropic",
  "google",
  "mistral",
  "cohere",
  "deepseek",
  "x-ai",
  "moonshotai",
  "perplexity",
  "minimax",
  "zai",
  "voyageai",
];
