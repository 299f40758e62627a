import { mix32, type Hash64 } from "../core/dice.ts";
import { failureCode } from "../core/outcome.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import type { DrawTable } from "./knowledge/draw-table.ts";
import { NOT_RECORDED } from "./knowledge/answer-index.ts";
import { ASSUMED, HAPPENED, PROJECTED, UNIDENTIFIED, type Lane, type RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { Pricing } from "./pricing.ts";
import type { RatioColumns } from "./ratio-columns.ts";

const TIMEOUT = failureCode("timeout");

interface DrawnParts {
  readonly number: number;
  readonly spentAt: Float64Array;
  readonly prices: Pricing;
  readonly ratios: RatioColumns;
  readonly draws: DrawTable | null;
  /** Mixes facts and target into each row's own random word. */
  readonly salt: Hash64;
}

/**
 * Attempts the log does not know the outcome of: tokens from the baseline's by a ratio, status and time by one draw for
 * (row, target, try), the same in every policy compared.
 */
export function drawnRows(
  segment: Segment,
  baseline: BaselineColumns,
  { number, spentAt, prices, ratios, draws, salt }: DrawnParts,
): (rows: Rows, tried: number, lane: Lane, sums: RowSums, deadline: Float64Array | null) => void {
  const at = segment.column("created_at");
  const target = segment.column("target");
  const idHi = segment.column("id_hi");
  const idLo = segment.column("id_lo");
  const { knownFrom } = prices;
  const datedPrices = knownFrom !== Number.NEGATIVE_INFINITY;

  const always: number = HAPPENED.list_priced | (draws === null ? HAPPENED.outcome_unknown : 0);

  return (rows, tried, lane, sums, deadline) => {
    const trySalt = Math.imul(tried + 1, salt.lo);
    let spent = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const from = target[row]!;
      if (ratios.state[from] === 0) ratios.look(from);
      const input = baseline.input[row]!;
      const output = baseline.output[row]!;
      const inputThere = input * ratios.input[from]!;
      const outputThere = output * ratios.output[from]!;
      let happened = always;
      let evidence = ratios.state[from] === 2 ? PROJECTED : ASSUMED;
      if (baseline.imputed[row] === 1) {
        evidence = ASSUMED;
        happened |= HAPPENED.imputed;
      }
      let timeEvidence = evidence;
      if (datedPrices && prices.at(at[row]!) < knownFrom) {
        evidence = ASSUMED;
        happened |= HAPPENED.assumed_price;
      }
      let code = 0;
      let took = Number.NaN;
      if (draws !== null) {
        const drawn = draws.draw(mix32(idHi[row]! ^ salt.hi) ^ (idLo[row]! + trySalt), inputThere, outputThere);
        code = draws.code(drawn);
        took = draws.latency(drawn, outputThere);
      }
      if (took !== took) timeEvidence = UNIDENTIFIED;

      const tier = prices.tier(at[row]!, inputThere);
      sums.plain[row]! += input * tier.input + output * tier.output;
      if (code === 0) {
        const cost = inputThere * tier.input + outputThere * tier.output;
        if (cost !== cost) evidence = UNIDENTIFIED;
        if (cost > 0) spent += cost;
        sums.cost[row]! += cost;
        sums.list[row]! += cost;
        sums.low[row]! += input * ratios.inputLow[from]! * tier.input + output * ratios.outputLow[from]! * tier.output;
        sums.high[row]! +=
          input * ratios.inputHigh[from]! * tier.input + output * ratios.outputHigh[from]! * tier.output;
      }
      let reached = lane.elapsed[row]! + took;
      if (deadline !== null && reached > deadline[row]!) {
        reached = deadline[row]!;
        code = TIMEOUT;
        happened |= HAPPENED.budget_missed;
      }
      if (evidence > sums.costEvidence[row]!) sums.costEvidence[row] = evidence;
      if (timeEvidence > sums.timeEvidence[row]!) sums.timeEvidence[row] = timeEvidence;
      sums.happened[row]! |= happened;
      lane.elapsed[row] = reached;
      lane.code[row] = code;
      lane.target[row] = number;
      lane.source[row] = NOT_RECORDED;
    }
    spentAt[number]! += spent;
  };
}
