import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document, type Node } from "yaml";
import { compilePolicy, type World } from "../../../core/compile.ts";
import { OperatorError } from "../../../core/errors.ts";
import { UNKNOWN_CAPABILITIES } from "../../../core/facts.ts";
import { parsePolicy, type Policy } from "../../../core/policy.ts";
import type { Mistake } from "../editor/editor-parts.ts";

/** A document read from YAML (JSON is YAML too), or what is wrong with it and where. */
export interface ReadText<Value> {
  /** Undefined where there are mistakes. */
  readonly value: Value | undefined;
  readonly mistakes: readonly Mistake[];
}

/** A value as YAML. */
export function yamlOf(value: unknown): string {
  return stringify(value, { version: "1.2", schema: "core", lineWidth: 0, aliasDuplicateObjects: false });
}

/** Reads YAML and makes something of it. @param make throws `OperatorError` with the field that is wrong */
export function readYaml<Value>(text: string, make: (value: unknown) => Value): ReadText<Value> {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
    lineCounter: lines,
  });
  const said = (at: number, message: string): Mistake => ({
    at,
    message: `Line ${lines.linePos(at).line}: ${message}`,
  });
  if (document.errors.length > 0)
    return { value: undefined, mistakes: document.errors.map(({ pos, message }) => said(pos[0], message)) };
  try {
    return { value: make(document.toJS({ maxAliasCount: 100 })), mistakes: [] };
  } catch (error) {
    if (!(error instanceof OperatorError) && !(error instanceof ReferenceError)) throw error;
    const field = error instanceof OperatorError ? (error.place.field ?? "") : "";
    return { value: undefined, mistakes: [said(placeOf(document, field), error.message)] };
  }
}

/** A policy out of YAML, with what is wrong at its place. Which targets and configs there are is for the gateway to say. */
export function readPolicy(text: string): ReadText<Policy> {
  return readYaml(text, (value) => {
    const policy = parsePolicy(value);
    compilePolicy(policy, ANY_WORLD);
    return policy;
  });
}

const ANY_TARGET = "any:target";
const ANY_WORLD: World = {
  resolve: (text) => text,
  known: [ANY_TARGET],
  capabilities: () => UNKNOWN_CAPABILITIES,
  config: () => ({ strategy: "single", model: ANY_TARGET }),
};

/** Offset of a field such as `rules[0].then`; that of the last thing on the way where it leads to nothing. */
function placeOf(document: Document.Parsed, field: string): number {
  let node: unknown = document.contents;
  let at = startOf(node) ?? 0;
  for (const key of field.match(/[^.[\]]+/gu) ?? []) {
    const within: unknown = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(within) ? within.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = isSeq(within) ? within.items[Number(key)] : pair?.value;
    at = startOf(pair?.key) ?? startOf(next) ?? at;
    if (next === undefined || next === null) break;
    node = next;
  }
  return at;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
