import { existsSync } from "node:fs";
import * as z from "zod";
import { OperatorError } from "../../core/errors.ts";
import { fieldText, issueText } from "../../core/issue-text.ts";
import { readDocument } from "../document-file.ts";

const schema = z.strictObject({
  pack: z.string().min(1).optional(),
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
});

/** What checks are run with where no flag says it. */
export interface ReplayciFile extends z.infer<typeof schema> {
  readonly file: string;
}

const NAMES = [".replayci.yml", ".replayci.yaml"] as const;

/** Reads `.replayci.yml` of this folder; null where there is none. Keys of providers never stand in it. Throws `deployment_invalid`, with file and field. */
export function readReplayciFile(): ReplayciFile | null {
  const file = NAMES.find((name) => existsSync(name));
  if (file === undefined) return null;
  const read = schema.safeParse(readDocument(file, "the defaults of checks") ?? {});
  if (read.success) return { file, ...read.data };
  const issue = read.error.issues[0];
  throw new OperatorError("deployment_invalid", issue === undefined ? "not understood" : issueText(issue), {
    file,
    ...(issue === undefined || issue.path.length === 0 ? {} : { field: fieldText(issue.path) }),
    hint: "It holds pack, provider and model; keys come from the environment alone. See docs/reference/check.md.",
  });
}
