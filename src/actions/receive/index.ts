import type { Inlet } from "./inlet.ts";
import { litellmLogs } from "./litellm-logs.ts";
import { otlpLogs, otlpTraces } from "./otlp.ts";

/** Every path where logs of other programs come in. */
export const INLETS: readonly Inlet[] = [otlpTraces, otlpLogs, litellmLogs];
