import type { Inlet } from "./inlet.ts";
import { litellmLogs } from "./litellm-logs.ts";
import { otlpTraces } from "./otlp-traces.ts";

/** Every path where logs of other programs come in. */
export const INLETS: readonly Inlet[] = [otlpTraces, litellmLogs];
