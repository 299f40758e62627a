import type { StrategyDefinition } from "../strategy.ts";
import { abTest } from "./ab-test.ts";
import { cascade } from "./cascade.ts";
import { config } from "./config.ts";
import { costOptimized } from "./cost-optimized.ts";
import { customRules } from "./custom-rules.ts";
import { ensemble } from "./ensemble.ts";
import { fallbackChain } from "./fallback-chain.ts";
import { latency } from "./latency.ts";
import { priority } from "./priority.ts";
import { quality } from "./quality.ts";
import { single } from "./single.ts";
import { throughput } from "./throughput.ts";

/** Every strategy there is. */
export const STRATEGIES: readonly StrategyDefinition[] = [
  single,
  costOptimized,
  latency,
  throughput,
  quality,
  priority,
  fallbackChain,
  customRules,
  cascade,
  abTest,
  ensemble,
  config,
];
