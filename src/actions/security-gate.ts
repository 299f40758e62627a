import { isObject, parseJson, type JsonObject } from "../core/json.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import { compileRule, redacted } from "./serve/guardrails.ts";

/** What a body is looked through for before it is kept where many can read it. */
export type GateKind = "secrets" | "pii";

export interface Gated {
  /** The body itself where nothing was found in it. */
  readonly body: JsonObject;
  /** Kinds of things that were taken out, such as `jwt`, each once. */
  readonly found: readonly string[];
}

/** Takes secrets out of a request or response body of any dialect, wherever in it they stand. */
export type SecurityGate = (body: JsonObject) => Gated;

/** Files as text hold nothing that could be told apart from chance. */
const BINARY = /^(?:data:|[A-Za-z0-9+/\r\n]{1000,}={0,2}$)/u;

/** @param definitions of guardrails, those of the kinds among them */
export function securityGate(kinds: readonly GateKind[], definitions: readonly GuardrailDefinition[]): SecurityGate {
  const detectors = kinds.map((kind) => compileRule({ kind, action: "redact" }, definitions, kind).detector);
  return (body) => {
    const found = new Set<string>();
    const clean = (text: string): string => {
      if (BINARY.test(text)) return text;
      return detectors.reduce((current, detector) => {
        const matches = detector.find(current);
        for (const { kind } of matches) found.add(kind);
        return matches.length === 0 ? current : redacted(current, matches);
      }, text);
    };
    const kept = walked(body, clean) as JsonObject;
    return { body: kept, found: [...found] };
  };
}

/** A JSON value with its texts changed, those of JSON within texts too; the value itself where none was. */
function walked(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") {
    const inner = value.startsWith("{") || value.startsWith("[") ? parseJson(value) : undefined;
    if (inner === undefined) return change(value);
    const changed = walked(inner, change);
    return changed === inner ? value : JSON.stringify(changed);
  }
  if (Array.isArray(value)) {
    const list = value.map((item) => walked(item, change));
    return list.every((item, at) => item === value[at]) ? value : list;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, walked(member, change)] as const);
  return entries.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(entries);
}
