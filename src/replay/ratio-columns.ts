import type { Target } from "../core/target.ts";
import type { TokenRatio } from "./knowledge/token-ratio.ts";

/** Token ratios of one candidate by the code of the baseline's target; looked up when a code first comes by. */
export interface RatioColumns {
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly inputLow: Float64Array;
  readonly inputHigh: Float64Array;
  readonly outputLow: Float64Array;
  readonly outputHigh: Float64Array;
  /** 0 = not looked up, 1 = assumed, 2 = learnt. */
  readonly state: Uint8Array;
  look(code: number): void;
}

/** @param own the candidate's own code: its own tokens need no ratio */
export function ratioColumns(
  names: readonly (Target | null)[],
  own: number,
  ratioOf: (baseline: Target) => TokenRatio,
): RatioColumns {
  const column = (): Float64Array => new Float64Array(names.length).fill(1);
  const columns = {
    input: column(),
    output: column(),
    inputLow: column(),
    inputHigh: column(),
    outputLow: column(),
    outputHigh: column(),
    state: new Uint8Array(names.length),
  };
  return {
    ...columns,
    look(code) {
      if (code === own) {
        columns.state[code] = 2;
        return;
      }
      const ratio = ratioOf(names[code] ?? "");
      columns.input[code] = ratio.input;
      columns.output[code] = ratio.output;
      [columns.inputLow[code], columns.inputHigh[code]] = ratio.input_range;
      [columns.outputLow[code], columns.outputHigh[code]] = ratio.output_range;
      columns.state[code] = ratio.learnt_from !== null ? 2 : 1;
    },
  };
}
