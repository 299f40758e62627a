import type { Dialect as DialectName } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { compileGuardrails, guard, type CompiledGuardrails } from "./serve/guardrails.ts";

/** Takes matches out of a body before it is stored; null where there are none. */
export type RedactBody = (
  project: string,
  dialect: DialectName,
  body: JsonObject,
  which: "request" | "response",
) => JsonObject | null;

/** What projects do not want kept, by their rules as they stand now. @param revision grows when a project changes */
export function bodyRedaction(
  projects: () => readonly StoredProject[],
  revision: () => number,
  kinds: readonly GuardrailDefinition[],
  dialects: ReadonlyMap<DialectName, Dialect>,
): RedactBody {
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
  return (project, dialectName, body, which) => {
    const own = current().get(project);
    const dialect = dialects.get(dialectName);
    if (own === undefined || dialect === undefined) return null;
    const { body: kept } = guard(
      own[which === "request" ? "input" : "output"],
      which === "request" ? "input" : "output",
      body,
      dialect,
    );
    return kept === body ? null : kept;
  };
}
