/** The routing-only path over columns: what a policy would have done with a window of the log. Pure; nothing is called. */

// Frames: the log's columns in memory. A store makes them; anything that fills these columns can be replayed.
export {
  allocateColumn,
  BIT,
  COLUMNS,
  packBits,
  SEGMENT_ROWS,
  unpackBits,
  type CodeColumn,
  type Column,
  type ColumnKind,
  type ColumnName,
  type Frame,
  type RowBits,
  type Segment,
} from "./frame.ts";

// Knowledge: what a log and its surroundings tell of targets, gathered when first asked for.
export { makeKnowledge, type Knowledge, type Quality, type Surroundings } from "./knowledge/index.ts";
export type { LearntFrom, TokenRatio } from "./knowledge/token-ratio.ts";
export { taughtBy, type Lesson, type Taught } from "./knowledge/taught.ts";

// Windows: the rows to replay, filtered and sampled.
export { chooseWindow, type Window } from "./window.ts";
export { BASELINE_ORIGINS, type LeftOut, type RowFilter } from "./rows.ts";
export { DEFAULT_SEED, type SampleSize } from "./sample.ts";

// Simulating: one workbench for a window, one answer for each policy.
export { makeWorkbench, type Selection, type Workbench } from "./replay-policy.ts";
export { simulate, type SimulationQuestion } from "./simulate.ts";

// Pilots: which rows to call, what their measured costs say of the window, and what they teach of a baseline and a candidate.
export { drawPilot, type PilotSample, type PilotWindow } from "./pilot/draw-pilot.ts";
export { estimatePilot, type PilotEstimate } from "./pilot/estimate-pilot.ts";
export { learnFromPilot, type LearntPairs, type PilotPair, type TokensUsed } from "./pilot/learn-from-pilot.ts";
export { learntRatio } from "./knowledge/token-ratio.ts";

// Results, as `--json` prints them.
export type {
  BaselineSide,
  CandidateSide,
  Difference,
  Ends,
  Latency,
  NamedOutlier,
  Rate,
  Side,
  SimulationResult,
} from "./result.ts";

// One logged row, and what a policy may read of it.
export { findRow, rowFeatures } from "./one-row.ts";
