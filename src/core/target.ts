/** A model at a provider, written `"gpt-4o-mini:openai"`. The provider stands after the last colon: model names may hold colons. */
export type Target = string;

export interface TargetParts {
  readonly model: string;
  readonly provider: string;
}

export function target(model: string, provider: string): Target {
  return `${model}:${provider}`;
}

/** The two halves of a target, or null where the text is a bare model name. */
export function splitTarget(text: string): TargetParts | null {
  const colon = text.lastIndexOf(":");
  if (colon <= 0 || colon === text.length - 1) return null;
  return { model: text.slice(0, colon), provider: text.slice(colon + 1) };
}
