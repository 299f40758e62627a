import {
  canaryMaterial,
  unitKey,
  type JudgePlan,
  type JudgeUnit,
  type Material,
  type Protocol,
  type ShownAnswer,
} from "../../judging/index.ts";
import type { Store } from "../../store/control.ts";
import type { StoredUnit } from "../../store/runs.ts";
import { countedPairs, materialOf } from "./judged-experiment.ts";

/** What is stored of a unit: the question, whole. The pairs need not be there any more when it is asked. */
export interface JudgeUnitData {
  /** Whose it is, for who is erased. */
  readonly request_id: string;
  readonly unit: JudgeUnit;
  readonly material: Material;
  /** The pair whose answer stands in for the replay's. */
  readonly other: { readonly request_id: string } | null;
}

/** Materials of the pairs that a plan needs, by pair. @param known of an earlier plan: read only where one is not among them */
export function materialsFor(
  store: Store,
  experiment: string,
  { units }: Pick<JudgePlan, "units">,
  known: Materials,
): Materials {
  const needed = new Set(
    units.flatMap((unit) => (unit.kind === "canary" && unit.other !== null ? [unit.pair, unit.other] : [unit.pair])),
  );
  if ([...needed].every((pair) => known.has(pair))) return known;
  const found = new Map<number, Shown>();
  for (const pair of countedPairs(store, experiment)) {
    if (!needed.has(pair.ordinal)) continue;
    const material = materialOf(pair);
    if (material !== null) found.set(pair.ordinal, { request_id: pair.request_id, material });
  }
  return found;
}

interface Shown {
  readonly request_id: string;
  readonly material: Material;
}

export type Materials = ReadonlyMap<number, Shown>;

/** The units of a plan as they are stored. */
export function storedUnits(
  { units }: Pick<JudgePlan, "units">,
  shown: Materials,
  protocol: Protocol,
): readonly (StoredUnit & { readonly data: JudgeUnitData })[] {
  return units.map((unit, ordinal) => {
    const { request_id, material } = shown.get(unit.pair) as Shown;
    const other = unit.kind === "canary" && unit.other !== null ? (shown.get(unit.other) as Shown) : null;
    const answer: ShownAnswer | null = other?.material.original ?? null;
    const asked = unit.kind === "pair" ? material : canaryMaterial(unit.canary, material, answer, unit.order, protocol);
    return {
      ordinal,
      key: unitKey(unit),
      data: { request_id, unit, material: asked, other: other === null ? null : { request_id: other.request_id } },
    };
  });
}

/** The data of a stored unit; null where who it was about has been erased. */
export function judgeUnitData(data: unknown): JudgeUnitData | null {
  return typeof data === "object" && data !== null && "unit" in data ? (data as JudgeUnitData) : null;
}
