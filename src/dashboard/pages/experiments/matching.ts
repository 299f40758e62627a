import type { ExperimentLine } from "../../api/experiments.ts";

interface Wanted {
  readonly mode?: string;
  readonly state?: string;
  readonly text?: string;
}

/** Those of a list that are of this mode, stand like this, and have this text in their candidate's name or their id. A simulation has no run: it is complete when it is there. */
export function matching(lines: readonly ExperimentLine[], { mode, state, text }: Wanted): readonly ExperimentLine[] {
  const sought = text?.toLowerCase();
  return lines.filter(
    (line) =>
      (mode === undefined || line.mode === mode) &&
      (state === undefined || (line.progress?.state ?? "completed") === state) &&
      (sought === undefined || `${line.policy} ${line.id}`.toLowerCase().includes(sought)),
  );
}
