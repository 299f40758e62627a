import { helicone } from "./helicone.ts";
import { langfuse } from "./langfuse.ts";
import { litellm } from "./litellm.ts";
import type { PullSource } from "./source.ts";

/** Every service that logs can be pulled from. */
export const PULL_SOURCES: readonly PullSource[] = [langfuse, helicone, litellm];
