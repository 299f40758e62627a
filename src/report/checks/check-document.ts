import type { CheckReport } from "../../contracts/check-report.ts";
import type { ShadowPipeline } from "../../shadow/pipeline.ts";

/** All that an output may be written of. */
export interface CheckDocument {
  readonly report: CheckReport;
  /** A report of the base branch, to compare with; null where there is none. */
  readonly base: CheckReport | null;
  /** The shadow of the same run; null where nobody else was asked. */
  readonly shadow: ShadowPipeline | null;
  /** The pack's folder as readers of the repository name it: from its root, `/` between its parts. */
  readonly folder: string;
  /** Of understudy. */
  readonly version: string;
  /** ms since the epoch: when it is written. */
  readonly written_at: number;
}
