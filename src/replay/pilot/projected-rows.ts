import type { CompiledPolicy } from "../../core/compile.ts";
import { REPLAYABILITY } from "../../core/exchange.ts";
import type { AttemptNode, PlanNode } from "../../core/plan.ts";
import type { Target } from "../../core/target.ts";
import { BIT } from "../frame.ts";
import { NOT_RECORDED } from "../knowledge/answer-index.ts";
import { HAPPENED, NO_TARGET } from "../lanes.ts";
import { replayPolicy, type Workbench } from "../replay-policy.ts";
import { sampleKeys } from "../sample.ts";
import type { Window } from "../window.ts";
import type { PilotWindow } from "./draw-pilot.ts";

/** Rows of a window that one call would tell the cost of, as columns of equal length. */
export interface ProjectedRows extends PilotWindow {
  /** The store's row numbers. */
  readonly seq: Float64Array;
  /** The call of each that would tell, by its place in `attempts`. */
  readonly attempt: Uint32Array;
  readonly attempts: readonly AttemptNode[];
  /** Rows that are not here: the log holds the answer, several calls decide the cost, no price is known, the request cannot be sent again, nobody is asked. */
  readonly left_out: Readonly<Record<LeftOutOfPilot, number>>;
}

const LEFT_OUT = ["recorded", "several_calls", "unpriced", "not_resendable", "refused"] as const;
export type LeftOutOfPilot = (typeof LEFT_OUT)[number];

const EXACT = REPLAYABILITY.indexOf("exact");
/** What tells that more than the first choice was asked, or may have been. */
const SEVERAL =
  HAPPENED.fallback | HAPPENED.escalated | HAPPENED.retried | HAPPENED.unidentified | HAPPENED.vote_unknown;

/** Whether one answer is enough: members of an ensemble and steps of a cascade are paid for together. */
function asksOne(node: PlanNode): boolean {
  return node.node === "attempt" || (node.node === "fallback" && node.children.every(asksOne));
}

function attemptAt(node: PlanNode, target: Target): AttemptNode | null {
  if (node.node === "attempt") return node.target === target ? node : null;
  if (node.node === "refuse") return null;
  for (const child of node.children) {
    const found = attemptAt(child, target);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Replays a policy and gathers the rows whose cost hangs on one answer that the log does not hold.
 * @param pricesAt price the candidate at this instant (ms) instead of at each row's date
 */
export function projectedRows(
  compiled: CompiledPolicy,
  window: Window,
  bench: Workbench,
  pricesAt: number | null,
): ProjectedRows {
  const seq: number[] = [];
  const plain: number[] = [];
  const keys: number[] = [];
  const attempt: number[] = [];
  const attempts: AttemptNode[] = [];
  const numbers = new Map<AttemptNode, number>();
  const left = Object.fromEntries(LEFT_OUT.map((why) => [why, 0])) as Record<LeftOutOfPilot, number>;
  const keysOf = sampleKeys(window.seed);

  function numberOf(node: PlanNode, target: Target): number {
    const found = attemptAt(node, target);
    if (found === null) throw new Error(`a plan answered by ${target} does not ask it`);
    let number = numbers.get(found);
    if (number === undefined) numbers.set(found, (number = attempts.push(found) - 1));
    return number;
  }

  replayPolicy(compiled, window.selection, bench, {
    pricesAt,
    unknownAccept: "escalate",
    outliers: 0,
    costsOnly: true,
    onRows({ plan, rows, segment, lane, sums, targets }) {
      const one = asksOne(plan.node);
      const bits = segment.column("bits");
      const seqs = segment.column("seq");
      const keyOf = keysOf(segment);
      for (const row of rows) {
        const target = lane.target[row]!;
        if (target === NO_TARGET) left.refused++;
        else if (!one || (sums.happened[row]! & SEVERAL) !== 0) left.several_calls++;
        else if (lane.source[row] !== NOT_RECORDED) left.recorded++;
        else if (Number.isNaN(sums.plain[row]!)) left.unpriced++;
        else if (((bits[row]! >>> BIT.replayability) & 7) !== EXACT) left.not_resendable++;
        else {
          seq.push(seqs[row]!);
          plain.push(sums.plain[row]!);
          keys.push(keyOf(row));
          attempt.push(numberOf(plan.node, targets[target]!));
        }
      }
    },
  });
  return {
    seq: Float64Array.from(seq),
    plain: Float64Array.from(plain),
    keys: Float64Array.from(keys),
    attempt: Uint32Array.from(attempt),
    attempts,
    left_out: left,
  };
}
