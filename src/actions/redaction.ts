import type { Dialect as DialectName } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { compileGuardrails, guard, type CompiledGuardrails } from "./serve/guardrails.ts";

/** What projects do not want kept of bodies. */
export interface BodyRedaction {
  /** The project has rules: what they cannot be held against is not kept. */
  applies(project: string): boolean;
  /** The body without what its project's rules match; null = nothing was found. */
  body(project: string, dialect: DialectName, body: JsonObject, which: "request" | "response"): JsonObject | null;
}

/** What projects do not want kept, by their rules as they stand now. @param revision grows when a project changes */
export function bodyRedaction(
  projects: () => readonly StoredProject[],
  revision: () => number,
  kinds: readonly GuardrailDefinition[],
  dialects: ReadonlyMap<DialectName, Dialect>,
): BodyRedaction {
  let read = Number.NaN;
  let rules: ReadonlyMap<string, CompiledGuardrails> = new Map();
  const current = (): typeof rules => {
    const latest = revision();
    if (latest !== read) {
      read = latest;
      rules = new Map(
        projects()
          .filter(({ redact }) => redact.length > 0)
          .map(({ name, redact }) => {
            const written = redact.map((rule) => ({ ...rule, action: "redact" as const }));
            return [
              name,
              compileGuardrails({ definition: { guardrails: { input: written, output: written } } }, kinds),
            ];
          }),
      );
    }
    return rules;
  };
  return {
    applies: (project) => current().has(project),
    body(project, dialectName, body, which) {
      const own = current().get(project);
      const dialect = dialects.get(dialectName);
      if (own === undefined || dialect === undefined) return null;
      const stage = which === "request" ? "input" : "output";
      const { body: kept } = guard(own[stage], stage, body, dialect);
      return kept === body ? null : kept;
    },
  };
}
