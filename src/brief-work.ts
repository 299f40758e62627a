import { setFlagsFromString } from "node:v8";

/** Rows up to which a replay is over before what V8's last compiler makes of it is ready, or has paid. */
const BRIEF_ROWS = 250_000;

/**
 * Readies the engine for one replay over a log of so many rows. Every loop of a brief one runs but once: left to itself,
 * the last compiler takes as much of the processor again as the replay does, and the replay waits for it.
 */
export function readyFor(rows: number): void {
  setFlagsFromString(rows <= BRIEF_ROWS ? "--no-turbofan" : "--turbofan");
}
