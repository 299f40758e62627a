import { written } from "../markdown/written.ts";
import type { OutputFormat } from "./format.ts";

/** A step's summary may have 1 MiB, of all that is appended to it. */
const MOST_CHARACTERS = 250_000;

/** Markdown for the summary page of a job. */
export const summary: OutputFormat = {
  name: "summary",
  write: (document) => written(document, MOST_CHARACTERS),
};
