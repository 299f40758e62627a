import type { Dialect as DialectName } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { compileGuardrails, guard, type CompiledGuardrails } from "./serve/guardrails.ts";

/** What projects do not want kept of bodies. */
export interface BodyRedaction {
  /** Reads the rules as they stand now; the others go by what was read last. */
  refresh(): Promise<void>;
  /** The project has rules: what they cannot be held against is not kept. */
  applies(project: string): boolean;
  /** The body without what its project's rules match; null = nothing was found. */
  body(project: string, dialect: DialectName, body: JsonObject, which: "request" | "response"): JsonObject | null;
}

export interface RedactionParts {
  readonly projects: () => readonly StoredProject[];
  /** Grows when a project changes. */
  readonly revision: () => number;
  /** Asked once there is a rule: they and their libraries weigh more than all the rest of a thread that has none. */
  readonly kinds: () => Promise<readonly GuardrailDefinition[]>;
  readonly dialects: ReadonlyMap<DialectName, Dialect>;
}

/** What projects do not want kept, by their rules; none before the first `refresh`. */
export function bodyRedaction({ projects, revision, kinds, dialects }: RedactionParts): BodyRedaction {
  let read = Number.NaN;
  let rules: ReadonlyMap<string, CompiledGuardrails> = new Map();
  return {
    async refresh() {
      const latest = revision();
      if (latest === read) return;
      const ruled = projects().filter(({ redact }) => redact.length > 0);
      const known = ruled.length === 0 ? [] : await kinds();
      rules = new Map(
        ruled.map(({ name, redact }) => {
          const written = redact.map((rule) => ({ ...rule, action: "redact" as const }));
          return [name, compileGuardrails({ definition: { guardrails: { input: written, output: written } } }, known)];
        }),
      );
      read = latest;
    },
    applies: (project) => rules.has(project),
    body(project, dialectName, body, which) {
      const own = rules.get(project);
      const dialect = dialects.get(dialectName);
      if (own === undefined || dialect === undefined) return null;
      const stage = which === "request" ? "input" : "output";
      const { body: kept } = guard(own[stage], stage, body, dialect);
      return kept === body ? null : kept;
    },
  };
}
