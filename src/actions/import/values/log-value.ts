/** One value of a log, before anybody knows its format; `problem` says why a place in the file holds none. */
export type LogValue =
  | { readonly kind: "value"; readonly number: number; readonly value: unknown; readonly characters: number }
  | { readonly kind: "problem"; readonly number: number; readonly problem: string; readonly expected: string };

/** Reads the plain bytes of a file as values, some at a time, in bounded memory. `number` is the line or row, 1-based. */
export type ReadValues = (chunks: AsyncIterable<Uint8Array>, name: string) => AsyncIterable<readonly LogValue[]>;
