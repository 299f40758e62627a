import type { AssertionDefinition } from "./assertion.ts";
import { containsAll } from "./contains-all.ts";
import { containsAny } from "./contains-any.ts";
import { contains } from "./contains.ts";
import { cost } from "./cost.ts";
import { equals } from "./equals.ts";
import { finishReason } from "./finish-reason.ts";
import { icontains } from "./icontains.ts";
import { isJson } from "./is-json.ts";
import { judge } from "./judge.ts";
import { latency } from "./latency.ts";
import { outcome } from "./outcome.ts";
import { refusal } from "./refusal.ts";
import { regex } from "./regex.ts";
import { similar } from "./similar.ts";
import { startsWith } from "./starts-with.ts";
import { toolCallF1 } from "./tool-call-f1.ts";
import { wordCount } from "./word-count.ts";

/** Every kind of response assertion. */
export const ASSERTIONS: readonly AssertionDefinition[] = [
  equals,
  contains,
  icontains,
  containsAll,
  containsAny,
  startsWith,
  regex,
  isJson,
  wordCount,
  refusal,
  finishReason,
  toolCallF1,
  similar,
  judge,
  latency,
  cost,
  outcome,
];
