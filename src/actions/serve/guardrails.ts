import { OperatorError } from "../../core/errors.ts";
import type { GuardrailRule } from "../../core/endpoint.ts";
import type { JsonObject } from "../../core/json.ts";
import type { GuardrailFinding } from "../../core/live/live-trace.ts";
import type { Dialect, TextsOf } from "../../dialects/dialect.ts";
import type { Detector, GuardrailAction, GuardrailDefinition } from "../../guardrails/guardrail.ts";
import type { StoredEndpoint } from "../../store/gateway-control.ts";

interface CompiledRule {
  readonly name: string;
  readonly action: GuardrailAction;
  readonly detector: Detector;
}

/** An endpoint's guardrails, compiled once. */
export interface CompiledGuardrails {
  readonly input: readonly CompiledRule[];
  readonly output: readonly CompiledRule[];
  /** Output rules that block or redact: the answer has to be whole before anybody sees it. */
  readonly buffers: boolean;
}

/** Throws `endpoint_invalid` with the field. */
export function compileRule(rule: GuardrailRule, kinds: readonly GuardrailDefinition[], field: string): CompiledRule {
  const { kind, name, action, ...options } = rule;
  const definition = kinds.find((one) => one.kind === kind);
  const known = kinds.map((one) => one.kind).join(", ");
  if (definition === undefined)
    throw new OperatorError("endpoint_invalid", `there is no guardrail ${kind}; known: ${known}`, { field });
  if (!definition.actions.includes(action)) {
    throw new OperatorError("endpoint_invalid", `${kind} cannot ${action}; it can ${definition.actions.join(", ")}`, {
      field: `${field}.action`,
    });
  }
  const parsed = definition.options.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = [field, ...(issue?.path ?? [])].join(".");
    throw new OperatorError("endpoint_invalid", `${kind}: ${issue?.message ?? "options not understood"}`, {
      field: place,
    });
  }
  return { name: name ?? kind, action, detector: definition.compile(parsed.data) };
}

/** Throws `endpoint_invalid` with the field. */
export function compileGuardrails(
  { definition }: Pick<StoredEndpoint, "definition">,
  kinds: readonly GuardrailDefinition[],
): CompiledGuardrails {
  const compile = (stage: "input" | "output"): readonly CompiledRule[] =>
    (definition.guardrails?.[stage] ?? []).map((rule, at) => compileRule(rule, kinds, `guardrails.${stage}[${at}]`));
  const output = compile("output");
  return { input: compile("input"), output, buffers: output.some(({ action }) => action !== "flag") };
}

export interface Guarded {
  /** The body, redacted where a rule says so. */
  readonly body: JsonObject;
  readonly findings: readonly GuardrailFinding[];
  /** The rule that blocks, with what it found; null = it may pass. */
  readonly blocked: GuardrailFinding | null;
}

/** Holds a body against rules, in their order; the first that blocks ends it. */
export function guard(
  rules: readonly CompiledRule[],
  stage: "input" | "output",
  body: JsonObject,
  dialect: Dialect,
): Guarded {
  const which: TextsOf = stage === "input" ? "request" : "response";
  const findings: GuardrailFinding[] = [];
  let current = body;
  for (const { name, action, detector } of rules) {
    const kinds = new Set<string>();
    const texts: string[] = [];
    const changed = dialect.mapTexts(current, which, (text) => {
      texts.push(text);
      const matches = detector.find(text);
      for (const { kind } of matches) kinds.add(kind);
      return action === "redact" && matches.length > 0 ? redacted(text, matches) : text;
    });
    const judged = detector.judge?.(texts) ?? null;
    if (kinds.size === 0 && judged === null) continue;
    const finding = { rule: name, stage, action, detail: judged ?? [...kinds].join(", ") };
    findings.push(finding);
    if (action === "block") return { body: current, findings, blocked: finding };
    if (action === "redact") current = changed;
  }
  return { body: current, findings, blocked: null };
}

/** Matches replaced by what they are, `[email]`; overlapping ones are taken together. */
export function redacted(
  text: string,
  matches: readonly { readonly start: number; readonly end: number; readonly kind: string }[],
): string {
  let out = "";
  let at = 0;
  for (const { start, end, kind } of matches.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    if (start >= at) out += `${text.slice(at, start)}[${kind}]`;
    at = end;
  }
  return out + text.slice(at);
}
