import { recordingDocument } from "../../contracts/body-documents.ts";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Pack, Recording } from "../../contracts/pack.ts";
import type { JsonObject } from "../../core/json.ts";
import { splitTarget } from "../../core/target.ts";
import { writeInside } from "../packs/write-inside.ts";
import type { CapturedTrial } from "./run-live.ts";

/**
 * Writes what a live run answered into the pack, as the recordings of its cases: of each case the first trial that passed, else the first
 * that was answered. Recordings of before are replaced; cases without an answer keep theirs. Returns the files, relative to the pack.
 */
export function captureRecordings(
  pack: Pick<Pack, "folder" | "recordings">,
  captured: readonly CapturedTrial[],
): readonly string[] {
  const best = new Map<string, CapturedTrial>();
  for (const trial of captured) {
    if (trial.answered.response === null) continue;
    const known = best.get(trial.unit.case.id);
    if (known === undefined || (known.checked?.passed !== true && trial.checked?.passed === true))
      best.set(trial.unit.case.id, trial);
  }
  return [...best].map(([id, trial]) => {
    const file = pack.recordings.get(id)?.file ?? `recordings/${id}.recording.json`;
    const text = JSON.stringify(recordingDocument(recordingOf(trial, file)), null, 2);
    writeInside(pack.folder, file, `${text}\n`);
    return file;
  });
}

function recordingOf({ unit, asked, answered }: CapturedTrial, file: string): Recording {
  const { model, provider } = splitTarget(asked.target) ?? { model: asked.target, provider: null };
  const { latency_ms, cost_usd, played } = answered;
  return {
    file,
    boundary: boundaryOf(unit.golden.request, unit.golden.dialect),
    model,
    provider,
    latency_ms,
    cost_usd,
    outcomes: played?.outcomes ?? {},
    response: answered.response as JsonObject,
  };
}
