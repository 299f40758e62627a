import type { Importer } from "./importer.ts";
import { TableRow } from "./table-row.ts";

/** What the first records of a file say about its format. */
export type Recognised =
  | { readonly kind: "known"; readonly importer: Importer; readonly because: string }
  | { readonly kind: "ambiguous"; readonly candidates: readonly string[] }
  | { readonly kind: "unknown" };

export const SURE_ENOUGH = 0.5;
/** Importers whose sureness lies this close cannot be told apart. */
const TOO_CLOSE = 0.05;

/**
 * The importer that is surest, on average over the values that it can be sure of at all, that they are its own. A value that none
 * knows says nothing: a damaged first line does not decide a file.
 */
export function recognise(values: readonly unknown[], importers: readonly Importer[]): Recognised {
  const candidates = importers
    .map((importer) => ({ importer, ...sureness(importer, values) }))
    .filter((candidate) => candidate.sureness >= SURE_ENOUGH)
    .toSorted((a, b) => b.sureness - a.sureness);
  const [first] = candidates;
  if (first === undefined) return { kind: "unknown" };
  const close = candidates.filter((candidate) => first.sureness - candidate.sureness < TOO_CLOSE);
  return close.length === 1
    ? { kind: "known", importer: first.importer, because: first.because }
    : { kind: "ambiguous", candidates: close.map(({ importer }) => importer.name) };
}

/** The records that one value of a file holds, as this importer sees it. */
export function recordsOf(importer: Importer, value: unknown): readonly unknown[] {
  if (value instanceof TableRow) return [importer.fromCells?.(value.cells) ?? value.cells];
  return importer.unpack?.(value) ?? (Array.isArray(value) ? (value as readonly unknown[]) : [value]);
}

function sureness(
  importer: Importer,
  values: readonly unknown[],
): { readonly sureness: number; readonly because: string } {
  let sum = 0;
  let known = 0;
  let because = "";
  for (const value of values) {
    for (const record of recordsOf(importer, value).slice(0, MOST_LOOKED_AT)) {
      const sniffed = importer.sniff(record);
      if (sniffed.sureness >= SURE_ENOUGH) {
        if (because === "") because = sniffed.because;
        known++;
        sum += sniffed.sureness;
      }
    }
  }
  return { sureness: known === 0 ? 0 : sum / known, because };
}

/** Of the records in one value. */
const MOST_LOOKED_AT = 20;
