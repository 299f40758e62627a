import { isObject } from "../../../core/json.ts";

/** A JSON Schema as `GET /api/strategies` writes it: what of it a form reads. */
export interface FormSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** What a text names: `target` or `config`. */
  readonly format?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, FormSchema>>;
  readonly required?: readonly string[];
  readonly items?: FormSchema;
  readonly anyOf?: readonly FormSchema[];
}

/** What a value is edited with; `json` takes anything, as text. */
export type FieldKind = "policy" | "object" | "list" | "choices" | "choice" | "flag" | "number" | "text" | "json";

const POLICY = "#/$defs/policy";

/** How a value of this schema is written down. */
export function kindOf(schema: FormSchema): FieldKind {
  if (schema.$ref === POLICY) return "policy";
  if (schema.anyOf !== undefined) return schema.anyOf.some(({ type }) => type === "array") ? "list" : "json";
  if (schema.enum !== undefined) return "choice";
  if (schema.const === true) return "flag";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.type === "string") return "text";
  if (schema.type === "array") return schema.items?.enum === undefined ? "list" : "choices";
  return schema.properties === undefined ? "json" : "object";
}

/** The same for a value that is there already, which need not fit: what no other field could show is shown as text. */
export function kindFor(schema: FormSchema, value: unknown): FieldKind {
  const kind = kindOf(schema);
  if (value === undefined) return kind;
  const shown: Readonly<Record<FieldKind, boolean>> = {
    policy: typeof value === "string" || isObject(value),
    object: isObject(value),
    list: Array.isArray(value) || (schema.anyOf !== undefined && typeof value === "string"),
    choices: Array.isArray(value) && value.every((one) => typeof one === "string"),
    choice: typeof value === "string",
    flag: value === true,
    number: typeof value === "number" || typeof value === "string",
    text: typeof value === "string",
    json: true,
  };
  return shown[kind] ? kind : "json";
}

/** What a list holds: of a schema that takes one or several, that of the several. */
export function itemsOf(schema: FormSchema): FormSchema {
  return schema.items ?? schema.anyOf?.find(({ items }) => items !== undefined)?.items ?? {};
}

/** Whether a field is in view before there is a value: what takes more room is added first. */
export function alwaysShown(schema: FormSchema): boolean {
  return ["choice", "flag", "number", "text"].includes(kindOf(schema));
}
