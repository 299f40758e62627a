import type { GuardrailDefinition } from "./guardrail.ts";

/** Every kind of guardrail. */
export const GUARDRAILS: readonly GuardrailDefinition[] = [];
