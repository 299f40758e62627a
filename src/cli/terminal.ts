import picocolors from "picocolors";
import type { Colors } from "picocolors/types.js";

/** A stream as text is laid out for it. */
export interface Terminal {
  readonly write: (text: string) => void;
  /** Cells; Infinity in a pipe. */
  readonly width: number;
  readonly isTerminal: boolean;
  /** Every function returns its text unchanged where colours are off. */
  readonly colors: Colors;
}

/** What of a stream (`process.stdout`) the layout needs. */
export interface TextStream {
  readonly write: (text: string) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A terminal over a stream. Colours only where the stream is a terminal and nothing forbids them. */
export function terminalOf(stream: TextStream, colors: boolean): Terminal {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      stream.write(text);
    },
    width: isTerminal ? Math.max(20, stream.columns ?? 80) : Number.POSITIVE_INFINITY,
    isTerminal,
    colors: picocolors.createColors(isTerminal && colors),
  };
}
