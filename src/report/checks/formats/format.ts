import type { CheckDocument } from "../check-document.ts";

/**
 * A way to write what came of a check. To add one: write `NAME.ts` exporting an `OutputFormat`, put it into the list of `index.ts`, and
 * give it a section in `docs/reference/ci.md`; the conformance test runs over it by itself.
 */
export interface OutputFormat {
  /** As `--output NAME=FILE` says it. */
  readonly name: string;
  write(document: CheckDocument): string;
}
