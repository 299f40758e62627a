import * as z from "zod";
import { allowlistSchema } from "./allowance.ts";
import { contractSchema } from "./contract-schema.ts";
import { goldenSchema } from "./golden.ts";
import { neverNormalizeSchema } from "./never-normalize.ts";
import { packSchema } from "./pack-schema.ts";
import { recordingFileSchema } from "./recording.ts";

/** A kind of file that a pack holds. */
export interface PackFileKind {
  readonly name: string;
  /** Which files they are, from the pack's folder. */
  readonly files: string;
  readonly schema: z.ZodType;
}

/** The kinds of files of a pack, by the names that `understudy pack schema` takes. */
export const PACK_FILE_KINDS: readonly PackFileKind[] = [
  { name: "contract", files: "contracts/*.yaml", schema: contractSchema },
  { name: "pack", files: "pack.yaml", schema: packSchema },
  { name: "golden", files: "golden/**/*.json", schema: goldenSchema },
  { name: "recording", files: "recordings/*.json", schema: recordingFileSchema },
  { name: "allowlist", files: "nr-allowlist.json", schema: allowlistSchema },
  { name: "never-normalize", files: "NeverNormalize.json", schema: neverNormalizeSchema },
];

/** The JSON Schema (2020-12) of a kind of file, for editors. */
export function packFileSchema({ files, schema }: PackFileKind): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { $schema, title: `Understudy: ${files} of a pack`, ...rest };
}
