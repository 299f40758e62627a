/**
 * Work that costs money, in processes of their own: what they read and reckon keeps no request waiting, and what kills them kills no gateway.
 * They are commands of the command line.
 */
export interface BackgroundRuns {
  /** Runs a command to its end. @returns its one JSON document. Rejects with the OperatorError that it ended with */
  answer(words: readonly string[]): Promise<unknown>;
  /** Has a command work on a run, unless one does already. */
  work(id: string, words: readonly string[]): void;
  /** Whether a command of this gateway works on a run. */
  working(id: string): boolean;
  /** Whether the gateway is stopping. */
  stopping(): boolean;
}
