import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Pack } from "../../contracts/pack.ts";
import { splitTarget } from "../../core/target.ts";
import { unreadable } from "../log-source.ts";
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
    write(join(pack.folder, file), recordingOf(trial));
    return file;
  });
}

function recordingOf({ unit, asked, answered }: CapturedTrial): object {
  const { model, provider } = splitTarget(asked.target) ?? { model: asked.target, provider: null };
  const { response, latency_ms, cost_usd, played } = answered;
  return {
    boundary: boundaryOf(unit.golden.request, unit.golden.dialect),
    model,
    provider,
    latency_ms,
    cost_usd,
    ...(played === null ? {} : { outcomes: played.outcomes }),
    response,
  };
}

/** Whole or not at all: a pack that is half written is no pack. */
function write(path: string, value: unknown): void {
  const draft = `${path}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(draft, path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
