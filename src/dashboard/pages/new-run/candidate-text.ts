import { isMap, isScalar, isSeq, parseDocument, stringify, type Document, type Node } from "yaml";
import { endpointSchema } from "../../../core/endpoint.ts";
import { OperatorError } from "../../../core/errors.ts";
import { fieldText, issueText } from "../../../core/issue-text.ts";
import { isObject, type JsonObject } from "../../../core/json.ts";
import { parsePolicy, type Policy } from "../../../core/policy.ts";
import type { Mistake } from "../../parts/editor/editor-parts.ts";

export type Language = "yaml" | "json";

/** What a text says, or what is wrong with it and where. */
export type Read<Value> = { readonly value: Value } | { readonly mistakes: readonly Mistake[] };

const MAX_ALIASES = 100;

function wrong(message: string, at = 0): { readonly mistakes: readonly Mistake[] } {
  return { mistakes: [{ message, at }] };
}

/** JSON is YAML too: both are read as YAML 1.2, as files are. */
function read(text: string): { readonly document: Document.Parsed } & Read<unknown> {
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: "error",
  });
  const [first] = [...document.errors, ...document.warnings];
  if (first !== undefined) return { document, ...wrong(first.message, first.pos[0]) };
  try {
    return { document, value: document.toJS({ maxAliasCount: MAX_ALIASES + 1 }) as unknown };
  } catch (error) {
    return { document, ...wrong(error instanceof Error ? error.message : String(error)) };
  }
}

/** Offset of `steps[0].model` in the text; where that leads to nothing, of the last thing on the way. */
function placeOf(document: Document.Parsed, field: string): number {
  let node: unknown = document.contents;
  let position = (node as Node | null)?.range?.[0] ?? 0;
  for (const key of field.match(/[^.[\]]+/gu) ?? []) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = isSeq(node) ? node.items[Number(key)] : pair?.value;
    position = (pair?.key as Node | undefined)?.range?.[0] ?? (next as Node | undefined)?.range?.[0] ?? position;
    if (next === undefined) break;
    node = next;
  }
  return position;
}

/** The policy that a text holds, policies inside it included. */
export function policyIn(text: string): Read<Policy> {
  if (text.trim() === "") return wrong("Nothing is written yet.");
  const { document, ...found } = read(text);
  if ("mistakes" in found) return found;
  try {
    return { value: parsePolicy(found.value) };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return wrong(error.message, placeOf(document, error.place.field ?? ""));
  }
}

/** What a text holds that a version of an endpoint may hold. */
export function endpointIn(text: string): Read<JsonObject> {
  if (text.trim() === "") return wrong("Nothing is written yet.");
  const { document, ...found } = read(text);
  if ("mistakes" in found) return found;
  const { value } = found;
  const parsed = endpointSchema.safeParse(value);
  if (parsed.success && isObject(value)) return { value };
  const issue = parsed.error?.issues[0];
  const field = issue === undefined ? "" : fieldText(issue.path);
  const message = issue === undefined ? "not understood" : issueText(issue);
  const unknown = issue?.code === "unrecognized_keys" ? [field, issue.keys[0]].filter(Boolean).join(".") : field;
  return wrong(field === "" ? message : `\`${field}\`: ${message}`, placeOf(document, unknown));
}

export function mistakesOf(found: Read<unknown>): readonly Mistake[] {
  return "mistakes" in found ? found.mistakes : [];
}

/** A value as the text of a language. */
export function written(value: unknown, language: Language): string {
  if (language === "json") return JSON.stringify(value, null, 2);
  return stringify(value, { version: "1.2", schema: "core", lineWidth: 0, aliasDuplicateObjects: false });
}

/** The same in the other language; as it stands where it cannot be read. */
export function rewritten(text: string, language: Language): string {
  const found = read(text);
  return text.trim() === "" || "mistakes" in found ? text : written(found.value, language);
}
