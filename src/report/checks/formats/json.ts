import type { OutputFormat } from "./format.ts";

/** The report itself, as `--json` prints it: what `--base` and `check compare` read. */
export const json: OutputFormat = {
  name: "json",
  write: ({ report, shadow }) =>
    `${JSON.stringify({ ...report, ...(shadow === null ? {} : { shadow_pipeline: shadow }) }, null, 2)}\n`,
};
