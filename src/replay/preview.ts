import { compilePolicy } from "../core/compile.ts";
import { OperatorError } from "../core/errors.ts";
import type { Policy } from "../core/policy.ts";
import type { RateCard } from "../core/rates.ts";
import type { Target } from "../core/target.ts";
import { combinedUncertainty, gatherSpread } from "./combined-uncertainty.ts";
import { frameOfBytes } from "./frame-bytes.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { taughtBy, type Lesson } from "./knowledge/taught.ts";
import { pinForReplay } from "./pin-for-replay.ts";
import { capabilitiesOf, replayWorld } from "./replay-world.ts";
import { makeWorkbench, type Workbench } from "./replay-policy.ts";
import type { SimulationResult } from "./result.ts";
import type { RowFilter } from "./rows.ts";
import { DEFAULT_SEED } from "./sample.ts";
import { simulate } from "./simulate.ts";
import { chooseWindow, type Window } from "./window.ts";

/** A config as it goes along. */
export interface PreviewConfig {
  readonly name: string;
  readonly version: number;
  readonly policy: unknown;
}

/** What goes along with the frame of a preview: all that a replay needs beside the log. Times are ms since the epoch. */
export interface PreviewAbout {
  /** With the window's bounds. */
  readonly filter: RowFilter;
  readonly price_file: { readonly text: string; readonly name: string } | null;
  readonly lessons: readonly Lesson[];
  readonly configs: readonly PreviewConfig[];
  readonly notes: readonly string[];
}

/** What a preview asks of prices: `PriceBook` answers it. */
interface PreviewPrices {
  readonly version: string;
  card(target: Target): RateCard | null;
  knows(target: Target): boolean;
  providersOf(model: string): readonly string[];
  contextWindow(target: Target): number | null;
}

/** A window of the log outside of its store, ready to be replayed as often as wanted. */
export interface OpenPreview {
  readonly about: PreviewAbout;
  readonly prices: PreviewPrices;
  readonly bench: Workbench;
  readonly window: Window;
}

/** Rows replayed at most, as in a simulation. */
const MOST_SAMPLED = 50_000;

/** Opens what `GET /api/frames` answered with. Throws `window_empty`. */
export function openPreview(
  buffer: ArrayBuffer,
  priceBook: (options: { readonly userFile?: { readonly text: string; readonly name: string } }) => PreviewPrices,
): OpenPreview {
  const { frame, about: sent } = frameOfBytes(buffer);
  const about = sent as PreviewAbout;
  const prices = priceBook(about.price_file === null ? {} : { userFile: about.price_file });
  const knowledge = makeKnowledge(frame, {
    priceVersion: prices.version,
    rates: (target) => prices.card(target),
    capabilities: capabilitiesOf(prices),
    quality: new Map(),
    inSampleTiers: false,
    taught: taughtBy(about.lessons),
  });
  const window = chooseWindow(frame, about.filter, { rows: MOST_SAMPLED, seed: DEFAULT_SEED });
  if (window.selection.rows === 0) throw new OperatorError("window_empty", "no request is in this window");
  return { about, prices, bench: makeWorkbench(knowledge), window };
}

/** What a simulation of the same policy over the same rows says, request ids of outliers left out. Throws what compiling a policy throws. */
export function previewPolicy({ about, prices, bench, window }: OpenPreview, given: Policy): SimulationResult {
  const find = (name: string, version?: number): PreviewConfig | null =>
    about.configs
      .filter((one) => one.name === name && (version === undefined || one.version === version))
      .reduce<PreviewConfig | null>((last, one) => (last !== null && last.version > one.version ? last : one), null);
  const policy = pinForReplay({ name: "policy", policy: given }, find, null);
  const compiled = compilePolicy(policy, replayWorld(bench.knowledge.census, prices, { config: find }));
  const question = {
    id: "preview",
    compiled,
    policy: { name: "policy", version: null, strategy: policy.strategy, data: policy },
    window,
    from: about.filter.from ?? null,
    to: about.filter.to ?? null,
    pricesAt: null,
    outliers: 0,
    requestIds: () => new Map<number, string>(),
    notes: about.notes,
  };
  const result = simulate(question, bench);
  if (result.candidate.cost_ci_95.lower === null) return result;
  const spread = gatherSpread(bench, window.selection.rows);
  if (spread !== null) simulate({ ...question, onRows: spread.onRows }, bench);
  return { ...result, refining: combinedUncertainty(result, spread) };
}
