import type { CaseRun } from "../../contracts/case-result.ts";
import type { Trial } from "../../contracts/check-report.ts";
import { checkContract } from "../../contracts/check-contract.ts";
import type { Seen } from "../../contracts/finding.ts";
import type { Pack } from "../../contracts/pack.ts";
import { recordedResponse, reproducibility } from "../../contracts/reproducibility.ts";
import type { HashText } from "../../core/fingerprint.ts";
import type { JsonObject } from "../../core/json.ts";
import { notIn, type CheckUnit } from "./check-unit.ts";
import { asExpected, seenRecording } from "./seen.ts";

/** Runs cases on what is recorded: nobody is called, and there is one answer to each. */
export function runRecorded(
  { recordings }: Pick<Pack, "recordings">,
  units: readonly CheckUnit[],
  hash: HashText,
): readonly CaseRun[] {
  return units.map((unit) => {
    const { contract, golden } = unit;
    const made = (more: Partial<CaseRun>): CaseRun => ({
      contract,
      case: unit.case,
      not_reproducible: null,
      skipped: null,
      trials: [],
      ...more,
    });
    const skipped = notIn("recorded", unit.case, "recorded");
    if (skipped !== null) return made({ skipped });
    const recording = recordings.get(unit.case.id) ?? null;
    const reason = reproducibility(contract, unit.case, golden, recording, hash);
    if (reason !== null) return made({ not_reproducible: reason });
    const response = recordedResponse(unit.case, golden, recording) as JsonObject;
    return made({ trials: [trialOf(unit, seenRecording(golden, { ...recording, response }))] });
  });
}

function trialOf(unit: CheckUnit, seen: Seen): Trial {
  const checked = checkContract(unit.compiled, seen);
  const { latency_ms, cost_usd } = seen;
  return { trial: 1, passed: asExpected(unit.case, checked), checked, error: null, latency_ms, cost_usd };
}
