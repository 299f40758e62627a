import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ImporterFixtures } from "../src/importers/conformance.ts";
import { isObject, parseJson } from "../src/core/json.ts";
import { chanceOf } from "./chance.ts";
import { around, proseOf } from "./prose.ts";

const CHUNK = 4 << 20;

/**
 * A log of one format: its fixtures' sound records over and over, each time with other ids and texts, until there are so many bytes.
 * @param words by which each text of a body grows, at the median; 0 = by none
 */
export function formatFile(
  folder: string,
  name: string,
  fixtures: ImporterFixtures,
  bytes: number,
  words: number,
): string {
  const file = join(folder, `${name}.jsonl`);
  const calls = [
    ...fixtures.accepted.map(({ record }) => [record]),
    ...(fixtures.calls ?? []).map((call) => call.records),
  ];
  const chance = chanceOf(bytes);
  const prose = proseOf(chance);
  const more = (): string => (words === 0 ? "" : ` ${prose(around(words, chance))}`);
  const handle = openSync(file, "w");
  let written = 0;
  let chunk = "";
  for (let copy = 1; written < bytes; copy++) {
    for (const record of calls[copy % calls.length]!) chunk += `${JSON.stringify(another(record, copy, more, ""))}\n`;
    if (chunk.length < CHUNK && written + chunk.length < bytes) continue;
    written += writeSync(handle, chunk);
    chunk = "";
  }
  closeSync(handle);
  return file;
}

/** The same ids become the same others in all records of a call, so that its parts stay together. */
function another(value: unknown, copy: number, more: () => string, name: string): unknown {
  if (Array.isArray(value)) return value.map((member) => another(member, copy, more, name));
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, another(member, copy, more, key)]));
  }
  if (typeof value !== "string") return value;
  const inside = /^[{[]/u.test(value) ? parseJson(value) : undefined;
  if (inside !== undefined) return JSON.stringify(another(inside, copy, more, name));
  if (name === "content" || name === "text") return `${value} (${copy})${more()}`;
  if (!/(?:^id|_id|Id)$/u.test(name)) return value;
  const digits = copy.toString(16).padStart(8, "0");
  return /^[\da-f-]{16,36}$/u.test(value) ? value.slice(0, -8) + digits : `${digits}-${value}`;
}
