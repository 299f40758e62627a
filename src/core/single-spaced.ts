/** Runs that are more than one plain space: looking for all white space would cut a text at each of its words. */
const RUNS = / \s+|[^\S ]\s*/g;

/** A text whose runs of white space are one plain space each. */
export function singleSpaced(text: string): string {
  return text.replaceAll(RUNS, " ");
}
