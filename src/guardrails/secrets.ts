import * as z from "zod";
import type { GuardrailDefinition } from "./guardrail.ts";
import { patternDetector, type Pattern } from "./pattern-detector.ts";

/** Credentials by the prefixes their issuers document for secret scanning. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: "private_key",
    pattern: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/gu,
  },
  { kind: "anthropic_api_key", pattern: /\bsk-ant-[a-zA-Z0-9_-]{20,200}/gu },
  { kind: "openai_api_key", pattern: /\bsk-(?!ant-)(?:proj-|svcacct-|admin-)?[a-zA-Z0-9_-]{20,200}/gu },
  { kind: "aws_access_key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/gu },
  { kind: "github_token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})/gu },
  { kind: "gitlab_token", pattern: /\bglpat-[A-Za-z0-9_-]{20,100}/gu },
  { kind: "slack_token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,250}/gu },
  { kind: "stripe_key", pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}/gu },
  { kind: "google_api_key", pattern: /\bAIza[A-Za-z0-9_-]{35}/gu },
  { kind: "npm_token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/gu },
  { kind: "huggingface_token", pattern: /\bhf_[A-Za-z0-9]{30,60}\b/gu },
  { kind: "understudy_key", pattern: /\bus_[aevc]_?[A-Za-z0-9_-]{40,60}/gu },
  { kind: "jwt", pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/gu },
  { kind: "url_password", pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:[^\s/@]{3,200}@/giu },
];

const options = z.strictObject({
  /** All where none is named. */
  kinds: z.array(z.enum(PATTERNS.map(({ kind }) => kind) as [string, ...string[]])).optional(),
});

/** Keys, tokens and passwords. */
export const secrets: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "secrets",
  summary: "keys, tokens and passwords, by the prefixes their issuers give them",
  options,
  actions: ["block", "flag", "redact"],
  compile: ({ kinds }) => patternDetector(PATTERNS.filter(({ kind }) => kinds === undefined || kinds.includes(kind))),
};
