/** Names that models of a maker begin with, for logs that name no provider. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ft:)?(?:gpt-|chatgpt-|o\d|text-embedding-|davinci|babbage)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^(?:gemini-|gemma-)/, "google"],
  [/^(?:mistral-|ministral-|codestral-|magistral-|open-mixtral|pixtral-)/, "mistral"],
  [/^deepseek-/, "deepseek"],
  [/^grok-/, "x-ai"],
  [/^command-/, "cohere"],
];

/** Who makes a model, by its name; null where that says nothing. */
export function makerOf(model: string | null): string | null {
  return model === null ? null : (MAKERS.find(([name]) => name.test(model))?.[1] ?? null);
}
