import type { RateCard } from "../core/rates.ts";
import type { Target } from "../core/target.ts";

/** Everything the product knows of prices and of who serves what; see `library.ts` and `user-file.ts` for where it comes from. */
export interface PriceBook {
  /** Names the library's version and a digest of the user's file: stored on every row and experiment. */
  readonly version: string;
  /** Every known price of a target, or null where none is known. */
  card(target: Target): RateCard | null;
  /**
   * The providers that serve a model by this exact name: the user's file first, else the model's own makers
   * (openai, anthropic, google, mistral, ...) as far as the library lists the model; resellers only when named.
   */
  providersOf(model: string): readonly string[];
  /** Whether the library or the user's file knows this target (with or without a price). */
  knows(target: Target): boolean;
  /** Total context in tokens, where known. */
  contextWindow(target: Target): number | null;
}
