/** Where logs and configs are kept: two interfaces, and what implements them. */

// Traffic: append-only, large; its frames are what a replay reads.
export type { AppendResult, ExchangeFilter, FrameOptions, SuppliedOutcome, Traffic, TrafficStats } from "./traffic.ts";

// Control: transactional, small; configs, experiments, facts and imports.
export type { Control, Store, StoredConfig, StoredExperiment, StoredFacts, StoredImport } from "./control.ts";

// Both in one data folder, in SQLite.
export { openSqliteStore } from "./sqlite/open.ts";

// Work that costs money, as `control.runs` keeps it.
export {
  RUN_KINDS,
  type ErasedUnit,
  type RunEvent,
  type RunKind,
  type RunLease,
  type RunLedger,
  type Runs,
  type StoredRun,
  type StoredUnit,
  type UnitResult,
} from "./runs.ts";
