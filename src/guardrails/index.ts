import type { GuardrailDefinition } from "./guardrail.ts";
import { jsonSchema } from "./json-schema.ts";
import { keyword } from "./keyword.ts";
import { maxLength } from "./max-length.ts";
import { pii } from "./pii.ts";
import { regex } from "./regex.ts";
import { secrets } from "./secrets.ts";

/** Every kind of guardrail. */
export const GUARDRAILS: readonly GuardrailDefinition[] = [
  keyword,
  regex,
  secrets,
  pii,
  maxLength,
  jsonSchema,
] as readonly GuardrailDefinition[];

export type { Detector, GuardrailAction, GuardrailDefinition, Match } from "./guardrail.ts";
