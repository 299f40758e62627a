import { draws } from "./draws.ts";

/** How a made-up model behaves. */
export interface Profile {
  readonly model: string;
  /** Median time to the first token and per further token, ms. */
  readonly ttft_ms: number;
  readonly ms_per_token: number;
  /** Length of its free text against what the request calls for. */
  readonly verbosity: number;
  /** Share of calls that fail. */
  readonly failing: number;
  /** Share of questions it gets right. */
  readonly accuracy: number;
  /** Share of its structured answers that fit the schema asked for. */
  readonly discipline: number;
  /** Share of requests it will not take on. */
  readonly refusing: number;
}

/** Made up, in plausible proportion to one another; no measurement of the models that bear these names. */
const PROFILES: readonly Profile[] = [
  profile("gpt-4o", 430, 12, 1, 0.006, 0.93, 0.99),
  profile("gpt-4o-mini", 360, 9, 0.94, 0.009, 0.84, 0.955),
  profile("gpt-4.1-mini", 390, 9, 1.02, 0.005, 0.88, 0.97),
  profile("claude-haiku-4-5", 480, 7, 1.16, 0.006, 0.9, 0.98),
  profile("claude-sonnet-4-5", 900, 15, 1.24, 0.008, 0.95, 0.99),
  profile("gemini-2.5-flash", 370, 5, 1.1, 0.009, 0.88, 0.965),
  profile("mistral-small-latest", 300, 8, 0.9, 0.007, 0.8, 0.945),
];

function profile(
  model: string,
  ttft_ms: number,
  ms_per_token: number,
  verbosity: number,
  failing: number,
  accuracy: number,
  discipline: number,
): Profile {
  return { model, ttft_ms, ms_per_token, verbosity, failing, accuracy, discipline, refusing: 0.004 };
}

/** The profile of a model; a name that is not listed gets one of its own, made from the name. */
export function profileOf(model: string): Profile {
  const known = PROFILES.find((listed) => model === listed.model || model.startsWith(`${listed.model}-20`));
  if (known !== undefined) return known;
  const { between, uniform } = draws(`profile ${model}`);
  return {
    model,
    ttft_ms: between(250, 1_200),
    ms_per_token: between(4, 25),
    verbosity: 0.8 + 0.6 * uniform(),
    failing: 0.004 + 0.01 * uniform(),
    accuracy: 0.7 + 0.25 * uniform(),
    discipline: 0.93 + 0.06 * uniform(),
    refusing: 0.004,
  };
}
