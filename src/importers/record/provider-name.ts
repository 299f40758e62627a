import { jsonIn, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";

/** Names of the conventions, of SDKs and of instrumentations -> those that logs of other formats have. */
const NAMES: Readonly<Record<string, string | null>> = {
  "az.ai.inference": "azure",
  "az.ai.openai": "azure",
  "azure.ai.inference": "azure",
  "azure.ai.openai": "azure",
  "azure-openai": "azure",
  "aws.bedrock": "bedrock",
  aws: "bedrock",
  "amazon-bedrock": "bedrock",
  "gcp.gemini": "google",
  "gcp.gen_ai": "google",
  "gcp.vertex_ai": "google",
  mistral_ai: "mistral",
  mistralai: "mistral",
  moonshot_ai: "moonshotai",
  x_ai: "x-ai",
  xai: "x-ai",
  "ibm.watsonx.ai": "watsonx",
  // What instrumentations of frameworks say where they do not know.
  langchain: null,
  llamaindex: null,
  unknown: null,
};

/** The first of these names that is a provider's. */
export function firstProvider(given: readonly unknown[]): string | null {
  for (const one of given) {
    const provider = typeof one === "string" && one !== "" ? otelProvider(one) : null;
    if (provider !== null) return provider;
  }
  return null;
}

/** A served call: by whom, and by which model. */
export interface Served {
  readonly provider: string | null;
  readonly model: string | null;
}

/** The Vercel AI Gateway sells under the names `maker/model`, and tells who served a call; what it does not tell is the maker's. */
export function behindGateway({ provider, model }: Served, attributes: JsonObject): Served {
  if (provider !== "gateway" || model === null) return { provider, model };
  const [maker = "", ...name] = model.split("/");
  const routing = objectOf(gatewayMetadata(attributes)["routing"]);
  const by = textOf(routing["finalProvider"]) ?? textOf(routing["resolvedProvider"]);
  const served = textOf(routing["resolvedProviderApiModelId"]) ?? textOf(name.join("/")) ?? model;
  return { provider: firstProvider([by, name.length === 0 ? null : maker]) ?? provider, model: served };
}

/** What the Vercel AI Gateway says of a call. */
export function gatewayMetadata(attributes: JsonObject): JsonObject {
  return objectOf(objectOf(jsonIn(attributes["ai.response.providerMetadata"]))["gateway"]);
}

/** A provider by the name that other logs have for it; the Vercel AI SDK puts its API behind it (`openai.responses`). */
function otelProvider(given: string): string | null {
  const name = given.toLowerCase();
  const known = lookUp(NAMES, name);
  if (known !== undefined) return known;
  const [maker = name] = name.split(".");
  const made = lookUp(NAMES, maker);
  return made === undefined ? maker : made;
}
