import { OperatorError } from "./errors.ts";
import { FIELDS, isFieldName, type FieldName } from "./fields.ts";
import { isObject } from "./json.ts";
import { OPERATORS } from "./operators.ts";
import type { Ask } from "./question.ts";
import type { CompileContext } from "./strategy.ts";

export type Condition = (ask: Ask) => boolean;

function refuse(message: string, place: string): never {
  throw new OperatorError("condition_invalid", `\`${place}\`: ${message}`, { field: place });
}

function every(conditions: readonly Condition[]): Condition {
  return (ask) => conditions.every((condition) => condition(ask));
}

function not(condition: Condition): Condition {
  return (ask) => !condition(ask);
}

function atom(field: FieldName, name: string, operand: unknown, context: CompileContext, place: string): Condition {
  const operator = OPERATORS.find((known) => known.name === name);
  if (operator === undefined) {
    refuse(`unknown operator ${name}; expected one of ${OPERATORS.map((known) => known.name).join(" ")} $not`, place);
  }
  const test = operator.compile(operand, place);
  const question = context.question({ kind: "atom", field, test }, `${field} ${name} ${JSON.stringify(operand)}`);
  return (ask) => ask(question) === 1;
}

/** `{"$gt": 3, "$lt": 9}`: all must hold. A bare value means `$eq`. */
function fieldCondition(field: FieldName, wanted: unknown, context: CompileContext, place: string): Condition {
  if (!isObject(wanted)) return atom(field, Array.isArray(wanted) ? "$in" : "$eq", wanted, context, place);
  const entries = Object.entries(wanted);
  if (entries.length === 0) refuse("expected at least one operator", place);
  return every(
    entries.map(([name, operand]) =>
      name === "$not"
        ? not(fieldCondition(field, operand, context, `${place}.$not`))
        : atom(field, name, operand, context, `${place}.${name}`),
    ),
  );
}

function several(value: unknown, context: CompileContext, place: string): readonly Condition[] {
  if (!Array.isArray(value) || value.length === 0) refuse("expected a list of conditions", place);
  return value.map((item, index) => compileCondition(item, context, `${place}[${index}]`));
}

/**
 * A Mongo-like condition over the features of a request, compiled once into atoms that are asked one by one.
 * Throws `condition_invalid` naming the place.
 */
export function compileCondition(value: unknown, context: CompileContext, place: string): Condition {
  if (!isObject(value)) refuse(`expected a condition such as {"input_tokens": {"$gt": 8000}}`, place);
  return every(
    Object.entries(value).map(([key, wanted]) => {
      const at = `${place}.${key}`;
      if (key === "$and") return every(several(wanted, context, at));
      if (key === "$or") {
        const conditions = several(wanted, context, at);
        return (ask: Ask) => conditions.some((condition) => condition(ask));
      }
      if (key === "$not") return not(compileCondition(wanted, context, at));
      if (!isFieldName(key)) {
        refuse(`unknown field; expected one of ${FIELDS.join(", ")}, metadata.<path>, $and, $or, $not`, at);
      }
      return fieldCondition(key, wanted, context, at);
    }),
  );
}
