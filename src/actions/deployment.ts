import * as z from "zod";
import { OperatorError } from "../core/errors.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import { readDocument } from "./document-file.ts";
import { qualitySchema } from "./quality-scores.ts";

const MEBIBYTE = 2 ** 20;

/** `understudy.yaml`: what a deployment is; everything else lives in the store. Unknown keys are errors. */
export const deploymentSchema = z.strictObject({
  /** By the name that targets end with; see `ProviderConfig`. */
  providers: z.record(z.string().min(1), z.unknown()).default({}),
  server: z
    .strictObject({
      host: z.string().min(1).default("127.0.0.1"),
      port: z.int().min(0).max(65_535).default(4_141),
      max_body_bytes: z
        .int()
        .positive()
        .default(32 * MEBIBYTE),
    })
    .prefault({}),
  log: z
    .strictObject({
      /** The least weighty lines on standard error; `debug` has one for each request. */
      level: z.enum(["debug", "info", "warn", "error"]).default("info"),
      /** What a full queue does: `drop` bodies, then rows, or `block` callers. */
      on_full: z.enum(["drop", "block"]).default("drop"),
      queue_bytes: z
        .int()
        .positive()
        .default(64 * MEBIBYTE),
    })
    .prefault({}),
  /** How good targets are, for the strategy that ranks by it. */
  quality: z
    .strictObject({
      /** By hand: these count before what is measured. */
      scores: qualitySchema.default({}),
      /** A supplied outcome whose mean, by target and by tag, is taken as measured; once a day, over the last 31 days. */
      outcome: z.string().min(1).optional(),
    })
    .prefault({}),
});

export type Deployment = z.infer<typeof deploymentSchema>;

/** Holds a deployment's document against its schema. Throws `deployment_invalid` with file and field. */
export function parseDeployment(document: unknown, file: string | null): Deployment {
  const parsed = deploymentSchema.safeParse(document ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new OperatorError("deployment_invalid", issue === undefined ? "not understood" : issueText(issue), {
    ...(file === null ? {} : { file }),
    ...(issue === undefined || issue.path.length === 0 ? {} : { field: fieldText(issue.path) }),
  });
}

/** Reads `understudy.yaml`, or another. */
export function readDeployment(file: string): Deployment {
  return parseDeployment(readDocument(file, "the deployment"), file);
}
