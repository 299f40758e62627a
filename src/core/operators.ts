import { OperatorError } from "./errors.ts";
import type { FieldValue } from "./fields.ts";
import { linearRegex } from "./linear-regex.ts";

export type Test = (value: FieldValue) => boolean;

interface Operator {
  readonly name: string;
  readonly summary: string;
  /** Makes the test once; throws `condition_invalid` where the operand does not fit. */
  readonly compile: (operand: unknown, place: string) => Test;
}

type Scalar = string | number | boolean | null;

function scalar(operand: unknown, place: string): Scalar {
  if (operand === null || ["string", "number", "boolean"].includes(typeof operand)) return operand as Scalar;
  throw new OperatorError("condition_invalid", "expected a string, number, boolean or null", { field: place });
}

function list(operand: unknown, place: string): ReadonlySet<Scalar> {
  if (!Array.isArray(operand)) throw new OperatorError("condition_invalid", "expected a list", { field: place });
  return new Set(operand.map((item, index) => scalar(item, `${place}[${index}]`)));
}

/** A list field (tags) passes where any of its members does. */
function any(test: (value: Scalar) => boolean): Test {
  return (value) => (Array.isArray(value) ? value.some((item) => test(item as string)) : test(value as Scalar));
}

function comparison(order: (difference: number) => boolean): Operator["compile"] {
  return (operand, place) => {
    if (typeof operand !== "number" && typeof operand !== "string") {
      throw new OperatorError("condition_invalid", "expected a number or a string to compare with", { field: place });
    }
    return any((value) => {
      if (typeof value === "number" && typeof operand === "number") return order(value - operand);
      if (typeof value !== "string" || typeof operand !== "string") return false;
      return order(value < operand ? -1 : value > operand ? 1 : 0);
    });
  };
}

function regex(operand: unknown, place: string): Test {
  const found = linearRegex(operand);
  if (typeof found === "string") throw new OperatorError("condition_invalid", found, { field: place });
  return any((value) => typeof value === "string" && found(value));
}

/** The operators people know from Mongo, Portkey and Cloudflare. `$and`, `$or` and `$not` join conditions: see `conditions.ts`. */
export const OPERATORS: readonly Operator[] = [
  {
    name: "$eq",
    summary: "equal; for tags: one of them is equal",
    compile: (operand, place) => {
      const wanted = scalar(operand, place);
      return any((value) => value === wanted);
    },
  },
  {
    name: "$ne",
    summary: "not equal; a missing field is not equal to anything but null",
    compile: (operand, place) => {
      const unwanted = scalar(operand, place);
      const equal = any((value) => value === unwanted);
      return (value) => !equal(value);
    },
  },
  { name: "$gt", summary: "greater", compile: comparison((difference) => difference > 0) },
  { name: "$gte", summary: "greater or equal", compile: comparison((difference) => difference >= 0) },
  { name: "$lt", summary: "less", compile: comparison((difference) => difference < 0) },
  { name: "$lte", summary: "less or equal", compile: comparison((difference) => difference <= 0) },
  {
    name: "$in",
    summary: "one of a list",
    compile: (operand, place) => {
      const wanted = list(operand, place);
      return any((value) => wanted.has(value));
    },
  },
  {
    name: "$nin",
    summary: "none of a list",
    compile: (operand, place) => {
      const unwanted = list(operand, place);
      const member = any((value) => unwanted.has(value));
      return (value) => !member(value);
    },
  },
  { name: "$regex", summary: "matches a regular expression anywhere (RE2 syntax)", compile: regex },
  {
    name: "$exists",
    summary: "the request has the field",
    compile: (operand, place) => {
      if (typeof operand !== "boolean") {
        throw new OperatorError("condition_invalid", "expected true or false", { field: place });
      }
      return (value) => (value !== null && !(Array.isArray(value) && value.length === 0)) === operand;
    },
  },
];
