import { splitTarget, type Target } from "../core/target.ts";

/** Vendors by the names their models bear, wherever they are served. */
const FAMILIES: readonly (readonly [family: string, names: RegExp])[] = [
  ["openai", /(^|[/.-])(gpt|chatgpt|o[134]|davinci|codex)(?=$|[-.\d:])/],
  ["anthropic", /claude/],
  ["google", /gemini|gemma|palm|bison/],
  ["meta", /llama/],
  ["mistral", /mistral|mixtral|codestral|ministral|magistral|pixtral|devstral/],
  ["qwen", /qwen|qwq/],
  ["deepseek", /deepseek/],
  ["cohere", /command|(^|\/)c4ai|aya-/],
  ["xai", /grok/],
  ["microsoft", /(^|\/)phi-?\d/],
  ["amazon", /nova-(micro|lite|pro|premier)|titan/],
];

/** Who made a target's model; null where its name does not say. */
export function vendorFamily(target: Target): string | null {
  const model = (splitTarget(target)?.model ?? target).toLowerCase();
  return FAMILIES.find(([, names]) => names.test(model))?.[0] ?? null;
}

/** Whether a judge is of one family with one side only. */
export interface SelfPreference {
  /** Null where a family is not known. */
  readonly risk: boolean | null;
  readonly judge_family: string | null;
  readonly original_families: readonly (string | null)[];
  readonly replay_families: readonly (string | null)[];
}

/** Judges favour answers of their own family: a risk where they share it with exactly one side. */
export function selfPreference(
  judge: Target,
  originals: readonly Target[],
  replays: readonly Target[],
): SelfPreference {
  const families = (targets: readonly Target[]): readonly (string | null)[] => [...new Set(targets.map(vendorFamily))];
  const judge_family = vendorFamily(judge);
  const [original_families, replay_families] = [families(originals), families(replays)];
  const shared = (side: readonly (string | null)[]): boolean | null =>
    side.includes(judge_family) ? true : side.includes(null) ? null : false;
  const [original, replay] = [shared(original_families), shared(replay_families)];
  const unknown = judge_family === null || original === null || replay === null;
  return { risk: unknown ? null : original !== replay, judge_family, original_families, replay_families };
}
