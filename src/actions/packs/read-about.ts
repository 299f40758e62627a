import { holdAgainst } from "../../contracts/mistake.ts";
import { packSchema, type PackDocument } from "../../contracts/pack-schema.ts";
import type { PackFiles } from "./pack-files.ts";
import { documentOf, MOST_TEXT_BYTES, readPart, understood, type Part } from "./pack-part.ts";

/** What `pack.yaml` says; a pack without one says nothing of itself. @param take is shown the file */
export function readAbout({ folder, top }: PackFiles, take: (part: Part) => Part = (part) => part): PackDocument {
  const file = ["pack.yaml", "pack.yml"].find((name) => top.has(name));
  if (file === undefined) return packSchema.parse({});
  const part = take(readPart(folder, file, MOST_TEXT_BYTES));
  return understood(part, "pack_invalid", holdAgainst(packSchema, documentOf(part, "the pack") ?? {}));
}
