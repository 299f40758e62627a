import { hash64, mix32 } from "../core/dice.ts";
import { failureCode } from "../core/outcome.ts";
import type { Target } from "../core/target.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import { isEvidence } from "./knowledge/census.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { nearestRecorded, recordedCode, type RecordedAnswers } from "./knowledge/recorded.ts";
import type { TokenRatio } from "./knowledge/token-ratio.ts";
import { ASSUMED, HAPPENED, PROJECTED, RECORDED, UNIDENTIFIED, type Lane, type RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import { pricingOf } from "./pricing.ts";

const TIMEOUT = failureCode("timeout");

/** Asks one target about rows of a segment: fills the lane with what came back and adds up what it cost. */
export interface AttemptColumns {
  /** @param deadline ms after arrival at which each row's attempt is given up; null = never */
  attempt(rows: Rows, tried: number, lane: Lane, sums: RowSums, deadline: Float64Array | null): void;
}

export interface AttemptOptions {
  /** Price candidates at this instant instead of at each row's own. */
  readonly pricesAt: number | null;
  /** USD spent at each target, by its number. */
  readonly spentAt: Float64Array;
}

/** Makes the attempts of one target. `number` is the target's place in the projection's list. */
export function attemptColumns(
  target: Target,
  number: number,
  knowledge: Knowledge,
  options: AttemptOptions,
): (segment: Segment, baseline: BaselineColumns) => AttemptColumns {
  const names = knowledge.frame.dictionary("target");
  const ownCode = names.indexOf(target);
  const recorded: RecordedAnswers | null = knowledge.recorded(target);
  const draws = knowledge.draws(target);
  const prices = pricingOf(knowledge.surroundings.rates(target), options.pricesAt);
  const listPrices = options.pricesAt === null ? prices : pricingOf(knowledge.surroundings.rates(target), null);
  const ratios = new Map<number, TokenRatio>();
  const salt = hash64(`${knowledge.facts_id} ${target}`);

  const ratioOf = (code: number): TokenRatio => {
    let known = ratios.get(code);
    if (known === undefined) ratios.set(code, (known = knowledge.ratio(names[code] ?? "", target)));
    return known;
  };

  return (segment, baseline) => {
    const at = segment.column("created_at");
    const targetCode = segment.column("target");
    const bits = segment.column("bits");
    const latency = segment.column("latency_ms");
    const logged = segment.column("cost_logged");
    const visible = segment.column("output");
    const finish = segment.column("finish_reason");
    const logprob = segment.column("mean_logprob");
    const answerHi = segment.column("answer_hi");
    const answerLo = segment.column("answer_lo");
    const requestHi = segment.column("request_hi");
    const requestLo = segment.column("request_lo");
    const promptHi = segment.column("prompt_hi");
    const promptLo = segment.column("prompt_lo");
    const idHi = segment.column("id_hi");
    const idLo = segment.column("id_lo");

    function settle(
      row: number,
      cost: number,
      list: number,
      plain: number,
      low: number,
      high: number,
      evidence: number,
      sums: RowSums,
    ): void {
      sums.cost[row]! += cost;
      sums.list[row]! += list;
      sums.plain[row]! += plain;
      sums.low[row]! += low;
      sums.high[row]! += high;
      const kind = Number.isNaN(cost) ? UNIDENTIFIED : evidence;
      if (kind > sums.costEvidence[row]!) sums.costEvidence[row] = kind;
      if (cost > 0) options.spentAt[number]! += cost;
    }

    /** The clock and the code of one attempt that takes `took` ms. */
    function end(
      row: number,
      code: number,
      took: number,
      evidence: number,
      lane: Lane,
      sums: RowSums,
      deadline: Float64Array | null,
    ): void {
      let reached = lane.elapsed[row]! + took;
      let outcome = code;
      if (deadline !== null && reached > deadline[row]!) {
        reached = deadline[row]!;
        outcome = TIMEOUT;
        sums.happened[row]! |= HAPPENED.budget_missed;
      }
      lane.elapsed[row] = reached;
      lane.code[row] = outcome;
      lane.target[row] = number;
      const kind = Number.isNaN(took) ? UNIDENTIFIED : evidence;
      if (kind > sums.timeEvidence[row]!) sums.timeEvidence[row] = kind;
    }

    /** USD of the baseline's own tokens at this target's price: what "price x real tokens" says. */
    function plainCost(row: number): number {
      const tier = prices.tier(at[row]!, baseline.input[row]!);
      return baseline.input[row]! * tier.input + baseline.output[row]! * tier.output;
    }

    function own(row: number, lane: Lane, sums: RowSums, deadline: Float64Array | null): void {
      const list = baseline.list[row]!;
      const cost = Number.isNaN(logged[row]!) ? list : logged[row]!;
      if (Number.isNaN(logged[row]!)) sums.happened[row]! |= HAPPENED.list_priced;
      settle(row, cost, list, list, cost, cost, RECORDED, sums);
      end(row, recordedCode(bits[row]!), latency[row]!, RECORDED, lane, sums, deadline);
      lane.known[row] = 1;
      lane.bits[row] = bits[row]!;
      lane.finish_reason[row] = finish[row]!;
      lane.output[row] = visible[row]!;
      lane.mean_logprob[row] = logprob[row]!;
      lane.answer_hi[row] = answerHi[row]!;
      lane.answer_lo[row] = answerLo[row]!;
    }

    function another(
      row: number,
      entry: number,
      from: RecordedAnswers,
      lane: Lane,
      sums: RowSums,
      deadline: Float64Array | null,
    ): void {
      const input = from.input_uncached[entry]!;
      const read = Math.max(0, from.cache_read[entry]!);
      const write = Math.max(0, from.cache_write[entry]!);
      const output = from.output[entry]!;
      const tier = listPrices.tier(from.created_at[entry]!, input + read + write);
      const list =
        input < 0 || output < 0
          ? Number.NaN
          : input * tier.input + read * tier.cache_read + write * tier.cache_write + output * tier.output;
      const paid = from.cost_logged[entry]!;
      if (Number.isNaN(paid)) sums.happened[row]! |= HAPPENED.list_priced;
      const cost = Number.isNaN(paid) ? list : paid;
      settle(row, cost, list, plainCost(row), cost, cost, RECORDED, sums);
      end(row, recordedCode(from.bits[entry]!), from.latency_ms[entry]!, RECORDED, lane, sums, deadline);
      lane.known[row] = 1;
      lane.bits[row] = from.bits[entry]!;
      lane.finish_reason[row] = from.finish_reason[entry]!;
      lane.output[row] = from.visible_output[entry]!;
      lane.mean_logprob[row] = from.mean_logprob[entry]!;
      lane.answer_hi[row] = from.answer_hi[entry]!;
      lane.answer_lo[row] = from.answer_lo[entry]!;
    }

    function drawn(row: number, tried: number, lane: Lane, sums: RowSums, deadline: Float64Array | null): void {
      const same = targetCode[row]! === ownCode;
      const ratio = same ? null : ratioOf(targetCode[row]!);
      const input = baseline.input[row]! * (ratio?.input ?? 1);
      const output = baseline.output[row]! * (ratio?.output ?? 1);
      const imputed = baseline.imputed[row]! === 1;
      let evidence = (same || ratio!.learnt) && !imputed ? PROJECTED : ASSUMED;
      if (imputed) sums.happened[row]! |= HAPPENED.imputed;
      if (prices.assumed(at[row]!)) {
        evidence = ASSUMED;
        sums.happened[row]! |= HAPPENED.assumed_price;
      }
      let code = 0;
      let took = Number.NaN;
      if (draws !== null) {
        const entry = draws.draw(
          mix32(idHi[row]! ^ salt.hi) ^ (idLo[row]! + Math.imul(tried + 1, salt.lo)),
          input,
          output,
        );
        code = draws.code(entry);
        took = draws.latency(entry, output);
      }
      const plain = plainCost(row);
      if (code === 0) {
        const tier = prices.tier(at[row]!, input);
        const cost = input * tier.input + output * tier.output;
        const low =
          ratio === null
            ? cost
            : baseline.input[row]! * ratio.input_range[0] * tier.input +
              baseline.output[row]! * ratio.output_range[0] * tier.output;
        const high =
          ratio === null
            ? cost
            : baseline.input[row]! * ratio.input_range[1] * tier.input +
              baseline.output[row]! * ratio.output_range[1] * tier.output;
        settle(row, cost, cost, plain, low, high, evidence, sums);
      } else settle(row, 0, 0, plain, 0, 0, evidence, sums);
      end(row, code, took, evidence, lane, sums, deadline);
      lane.known[row] = 0;
      sums.happened[row]! |= HAPPENED.list_priced;
      if (recorded !== null && recorded.byPrompt.find(promptHi[row]!, promptLo[row]!) !== -1) {
        sums.happened[row]! |= HAPPENED.near_match;
      }
    }

    return {
      attempt(rows, tried, lane, sums, deadline) {
        for (let i = 0; i < rows.length; i++) {
          const row = rows[i]!;
          if (tried > 0) drawn(row, tried, lane, sums, deadline);
          else if (targetCode[row]! === ownCode && isEvidence(bits[row]!)) own(row, lane, sums, deadline);
          else {
            const entry =
              recorded === null ? -1 : nearestRecorded(recorded, requestHi[row]!, requestLo[row]!, at[row]!);
            if (entry === -1) drawn(row, tried, lane, sums, deadline);
            else another(row, entry, recorded!, lane, sums, deadline);
          }
        }
      },
    };
  };
}
