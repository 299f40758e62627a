import type { ComponentType } from "react";
import { ChoicesValue, ChoiceValue, FlagValue } from "./choice-fields.tsx";
import type { FieldParts } from "./form-context.ts";
import { kindFor, type FieldKind } from "./form-schema.ts";
import { ListField } from "./list-field.tsx";
import { ObjectField } from "./object-fields.tsx";
import { PolicyField } from "./policy-field.tsx";
import { AnyValue, NumberValue, TextValue } from "./text-fields.tsx";

const FIELDS: Readonly<Record<FieldKind, ComponentType<FieldParts>>> = {
  policy: PolicyField,
  object: ObjectField,
  list: ListField,
  choices: ChoicesValue,
  choice: ChoiceValue,
  flag: FlagValue,
  number: NumberValue,
  text: TextValue,
  json: AnyValue,
};

/** A place of a policy, with what its schema and its value call for. */
export function AnyField(parts: FieldParts) {
  const Kind = FIELDS[kindFor(parts.schema, parts.value)];
  return <Kind {...parts} />;
}
