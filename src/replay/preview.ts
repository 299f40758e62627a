import { compilePolicy } from "../core/compile.ts";
import type { Policy } from "../core/policy.ts";
import type { RateCard } from "../core/rates.ts";
import type { Target } from "../core/target.ts";
import { combinedUncertainty, gatherSpread } from "./combined-uncertainty.ts";
import { bytesOf, valueOf } from "./carried/bytes.ts";
import { carriedKnowledge } from "./carried/carried-knowledge.ts";
import { carryKnowledge, type Carried } from "./carried/carry-knowledge.ts";
import { frameOfPicked, pickRows, type PickedRows } from "./carried/pick-rows.ts";
import type { Frame } from "./frame.ts";
import { gather } from "./knowledge/gathered.ts";
import { knowledgeOf } from "./knowledge/index.ts";
import { taughtBy, type Lesson } from "./knowledge/taught.ts";
import { pinForReplay } from "./pin-for-replay.ts";
import { capabilitiesOf, replayWorld } from "./replay-world.ts";
import { makeWorkbench, type Workbench } from "./replay-policy.ts";
import type { SimulationResult } from "./result.ts";
import { allRows } from "./partition.ts";
import { simulate, type SimulationQuestion } from "./simulate.ts";
import type { Window } from "./window.ts";

/** A config as it goes along. */
export interface PreviewConfig {
  readonly name: string;
  readonly version: number;
  readonly policy: unknown;
}

/** What goes along with the rows of a preview: all that a replay needs beside the log. Times are ms since the epoch. */
export interface PreviewAbout {
  readonly window: Omit<Window, "selection">;
  /** The window asked for; null where none was. */
  readonly from: number | null;
  readonly to: number | null;
  /** As it was asked for: splits without a salt take theirs from it. */
  readonly seed: string | null;
  readonly price_file: { readonly text: string; readonly name: string } | null;
  readonly lessons: readonly Lesson[];
  readonly configs: readonly PreviewConfig[];
  readonly notes: readonly string[];
}

/** What `previewBytes` writes down; `about` as JSON of its own, for it holds whatever configs hold. */
interface Sent {
  readonly about: string;
  readonly rows: PickedRows;
  readonly knowledge: Carried;
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

/** A window of a log as bytes (see `bytesOf`): the rows chosen, and what the whole log tells of them. */
export function previewBytes(
  frame: Frame,
  { selection, ...window }: Window,
  about: Omit<PreviewAbout, "window">,
): Uint8Array<ArrayBuffer> {
  const rows = pickRows(frame, selection);
  return bytesOf({
    about: JSON.stringify({ ...about, window } satisfies PreviewAbout),
    rows,
    knowledge: carryKnowledge(frameOfPicked(rows), gather(frame, false)),
  } satisfies Sent);
}

/** Opens what `GET /api/frames` answered with. */
export function openPreview(
  buffer: ArrayBuffer,
  priceBook: (options: { readonly userFile?: { readonly text: string; readonly name: string } }) => PreviewPrices,
): OpenPreview {
  const sent = valueOf(buffer) as Sent;
  const about = JSON.parse(sent.about) as PreviewAbout;
  const frame = frameOfPicked(sent.rows);
  const prices = priceBook(about.price_file === null ? {} : { userFile: about.price_file });
  const surroundings = {
    priceVersion: prices.version,
    rates: (target: Target) => prices.card(target),
    capabilities: capabilitiesOf(prices),
    quality: new Map(),
    inSampleTiers: false,
    taught: taughtBy(about.lessons),
  };
  const knowledge = knowledgeOf(frame, surroundings, carriedKnowledge(frame, sent.knowledge));
  const segments = [...frame.segments()].map((segment) => ({ segment, rows: allRows(segment.rows) }));
  const selection = { rows: frame.rows, segments: () => segments };
  return { about, prices, bench: makeWorkbench(knowledge), window: { ...about.window, selection } };
}

/** A policy that is made ready for a preview. */
export interface PreviewQuestion {
  readonly open: OpenPreview;
  readonly question: SimulationQuestion;
}

/** Makes a policy ready. Throws what compiling it throws. */
export function previewQuestion(open: OpenPreview, given: Policy): PreviewQuestion {
  const { about, prices, bench, window } = open;
  const find = (name: string, version?: number): PreviewConfig | null =>
    about.configs
      .filter((one) => one.name === name && (version === undefined || one.version === version))
      .reduce<PreviewConfig | null>((last, one) => (last !== null && last.version > one.version ? last : one), null);
  const policy = pinForReplay({ name: "policy", policy: given }, find, about.seed);
  const question = {
    id: "preview",
    compiled: compilePolicy(policy, replayWorld(bench.knowledge.census, prices, { config: find })),
    policy: { name: "policy", version: null, strategy: policy.strategy, data: policy },
    window,
    from: about.from,
    to: about.to,
    pricesAt: null,
    outliers: 0,
    requestIds: () => new Map<number, string>(),
    notes: about.notes,
  };
  return { open, question };
}

/** What a simulation of the same policy over the same rows says, request ids of outliers left out, and `refining` left to `refinedPreview`. */
export function previewResult({ open, question }: PreviewQuestion): SimulationResult {
  return simulate(question, open.bench);
}

/** The same with how far off the cost may be; takes about as long again. */
export function refinedPreview({ open, question }: PreviewQuestion, result: SimulationResult): SimulationResult {
  if (result.candidate.cost_ci_95.lower === null) return result;
  const spread = gatherSpread(open.bench, open.window.selection.rows);
  if (spread !== null) simulate({ ...question, onRows: spread.onRows }, open.bench);
  return { ...result, refining: combinedUncertainty(result, spread) };
}
