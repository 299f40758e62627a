import { counted, thousands } from "../core/counts.ts";
import type { ControlFindings } from "./control.ts";
import type { ResultFrame } from "./result.ts";
import type { PairColumns } from "./columns.ts";
import type { MeasureResult } from "./similarity-result.ts";

/** Below this many sessions or users an interval over them is rough. */
const FEW_CLUSTERS = 20;

/** What a reader of the result should know, in plain words, after what was told when it was asked. */
export function notesOn(
  columns: PairColumns,
  frame: ResultFrame,
  measures: readonly MeasureResult[],
  control: ControlFindings | null,
  unpriced: { readonly baseline: number; readonly candidate: number },
  told: readonly string[],
): readonly string[] {
  const notes: string[] = [...told];
  const say = (when: boolean, note: string): void => {
    if (when) notes.push(note);
  };
  say(columns.rows === 0, "No pair has come back yet: there is nothing to compare.");
  say(
    frame.counted < frame.sampled,
    `${thousands(frame.counted)} of ${thousands(frame.sampled)} pairs count: those before the first one missing in hash order, a random sample of the window.`,
  );
  say(
    frame.beyond_prefix > 0,
    `${counted(frame.beyond_prefix, "pair came", "pairs came")} back out of turn and ${frame.beyond_prefix === 1 ? "counts" : "count"} for nothing: which pairs finish first is not chance.`,
  );
  say(
    frame.interrupted > 0,
    `${counted(frame.interrupted, "pair was", "pairs were")} cut off with the process that made ${frame.interrupted === 1 ? "it" : "them"}: paid perhaps, not sent again, in no number.`,
  );
  const failed = columns.replay.failure.filter((failure) => failure !== null).length;
  say(
    failed > 0,
    `${counted(failed, "replay")} of ${thousands(columns.rows)} failed: ${failed === 1 ? "it is" : "they are"} in the error rate, and in no saving and no difference of latencies.`,
  );
  const unread = columns.class.filter((one) => one === "unread").length;
  say(unread > 0, `${counted(unread, "pair has", "pairs have")} an answer whose body cannot be read: not compared.`);
  say(
    columns.truncated > 0,
    `${counted(columns.truncated, "replay")} stopped at the output limit that we set because the request has none: in bucket hard, their cost and latency are too low.`,
  );
  say(
    unpriced.baseline + unpriced.candidate > 0,
    `Costs are not known of ${thousands(unpriced.baseline)} originals and ${thousands(unpriced.candidate)} replays: they are in no sum. Differences take the pairs priced on both sides.`,
  );
  for (const { measure, calibration, control_pairs } of measures) {
    say(
      calibration === "uncalibrated",
      `The thresholds of ${measure} are constants (${thousands(control_pairs)} control pairs to calibrate them with, 50 needed): read the histogram before the buckets.`,
    );
  }
  say(
    columns.rows > 0 && control === null && !told.some((note) => note.includes("no control")),
    "There is no control: how much the baseline differs from itself is not known, and latencies compare calls of different hours.",
  );
  say(
    columns.rows > 0 && frame.clusters < Math.min(columns.rows, FEW_CLUSTERS),
    `The pairs come from ${counted(frame.clusters, "session or user", "sessions or users")}: intervals over so few are rough.`,
  );
  return notes;
}
