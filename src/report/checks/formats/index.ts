import type { OutputFormat } from "./format.ts";

/** A format whose module is not loaded yet: a check that writes none is to start fast. */
export interface OutputFormatEntry extends Pick<OutputFormat, "name"> {
  /** Ends of file names that stand for it where no name is given, in lower case: `.junit.xml`. */
  readonly endings: readonly string[];
  load(): Promise<OutputFormat>;
}

/** Every way to write what came of a check. */
export const OUTPUT_FORMATS: readonly OutputFormatEntry[] = [
  { name: "junit", endings: [".xml"], load: async () => (await import("./junit.ts")).junit },
  { name: "markdown", endings: [".md"], load: async () => (await import("./markdown.ts")).markdown },
  { name: "html", endings: [".html", ".htm"], load: async () => (await import("./html.ts")).html },
  { name: "sarif", endings: [".sarif", ".sarif.json"], load: async () => (await import("./sarif.ts")).sarif },
  { name: "json", endings: [".json"], load: async () => (await import("./json.ts")).json },
  { name: "github", endings: [], load: async () => (await import("./github.ts")).github },
  { name: "summary", endings: ["summary.md"], load: async () => (await import("./summary.ts")).summary },
];
