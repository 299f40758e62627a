import { readFileSync } from "node:fs";
import type { PriceFile } from "../prices/index.ts";
import { isYamlName, readDocument } from "./document-file.ts";
import { unreadable } from "./log-source.ts";

/** A price file as the price book takes it: of a YAML file, its content as JSON. Throws `file_unreadable` and `not_yaml`, with file and line. */
export function readPriceFile(path: string): PriceFile {
  if (isYamlName(path)) return { text: JSON.stringify(readDocument(path, "the price file")), name: path };
  try {
    return { text: readFileSync(path, "utf8"), name: path };
  } catch (error) {
    throw unreadable(path, error);
  }
}
