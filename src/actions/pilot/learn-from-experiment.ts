import type { PairRecord, PairSide } from "../../experiments/index.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { learnFromPilot, type PilotPair, type TokensUsed } from "../../replay/index.ts";
import { pricingOf } from "../../replay/pricing.ts";
import type { StoredLesson } from "../../store/control.ts";

function tokensOf({ failure, input_tokens: input, output_tokens: output }: PairSide): TokensUsed {
  return failure !== null || input === null || output === null
    ? { input: Number.NaN, output: Number.NaN }
    : { input, output };
}

/**
 * What the pairs of an experiment teach of its baselines and the models that answered, as far as all before them in hash order are there: rows drawn by
 * their hashes alone, each as likely as the others. Costs are those of the tokens at the row's date.
 * @param records ascending
 */
export function lessonsOfExperiment(
  run: string,
  at: number,
  records: Iterable<PairRecord>,
  prices: Pick<PriceBook, "card">,
): readonly StoredLesson[] {
  const pairs: PilotPair[] = [];
  let next = 0;
  for (const { ordinal, result } of records) {
    if (ordinal !== next++) break;
    if ("interrupted" in result) continue;
    const { original, replay, created_at } = result;
    if (original.target === null || replay.target === null || original.target === replay.target) continue;
    const [logged, called] = [tokensOf(original), tokensOf(replay)];
    const pricing = pricingOf(prices.card(replay.target), null);
    const costOf = ({ input, output }: TokensUsed): number => {
      const tier = pricing.tier(created_at, input);
      return input * tier.input + output * tier.output;
    };
    pairs.push({
      baseline: original.target,
      candidate: replay.target,
      inclusion: 1,
      logged,
      called,
      plain_usd: costOf(logged),
      cost_usd: costOf(called),
    });
  }
  return learnFromPilot(pairs)
    .filter(({ input }) => input.n > 0)
    .map((learnt) => ({ run, at, estimand: "window", learnt }));
}
