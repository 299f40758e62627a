import type { CheckDocument } from "../check-document.ts";

/**
 * A way to write what came of a check. To add one: write `NAME.ts` exporting an `OutputFormat`, put it into the list of `index.ts`, and
 * give it a section in `docs/reference/ci.md`; the conformance test runs over it by itself.
 */
export interface OutputFormat {
  /** As `--output NAME=FILE` says it. */
  readonly name: string;
  /** One line, no full stop: what it is for. */
  readonly summary: string;
  /** Ends of file names that stand for it where no name is given, in lower case: `.junit.xml`. */
  readonly endings: readonly string[];
  write(document: CheckDocument): string;
}
