import * as z from "zod";
import { canonicalJson } from "../core/canonical.ts";
import { isObject } from "../core/json.ts";
import { linearRegex } from "../core/linear-regex.ts";
import { shortText } from "./short-text.ts";

/** One thing an invariant may ask of a value. */
interface InvariantOperator<Operand = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly example: Operand;
  readonly operand: z.ZodType<Operand>;
  /** What is expected, to follow the place: `to be at least 1`. */
  readonly expectation: (operand: Operand) => string;
  /** Makes the test of a value that is there. */
  readonly compile: (operand: Operand) => (value: unknown) => boolean;
}

function operator<Operand>(definition: InvariantOperator<Operand>): InvariantOperator {
  return definition as unknown as InvariantOperator;
}

const TYPES = {
  string: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  integer: (value: unknown) => Number.isInteger(value),
  boolean: (value: unknown) => typeof value === "boolean",
  object: isObject,
  array: (value: unknown) => Array.isArray(value),
  null: (value: unknown) => value === null,
} as const;

function same(wanted: unknown): (value: unknown) => boolean {
  const text = canonicalJson(wanted);
  return (value) => canonicalJson(value) === text;
}

/** Characters of a text, items of a list; null of what has no length. */
function lengthOf(value: unknown): number | null {
  if (typeof value === "string") return [...value].length;
  return Array.isArray(value) ? value.length : null;
}

function lengthWithin(holds: (length: number) => boolean): (value: unknown) => boolean {
  return (value) => {
    const length = lengthOf(value);
    return length !== null && holds(length);
  };
}

/** Any JSON value, null among them. */
export const jsonSchema = z.unknown().refine((value) => value !== undefined, { error: "expected a value" });

/** A regular expression that the engine takes; what is wrong stands in the mistake. */
export const regexSchema = z.string().superRefine((source, context) => {
  const read = linearRegex(source);
  if (typeof read === "string") context.addIssue({ code: "custom", message: read, input: source });
});

/** The test of a regular expression that `regexSchema` has taken. */
export function compileRegex(source: string): (text: string) => boolean {
  const found = linearRegex(source);
  if (typeof found === "string") throw new Error(found);
  return found;
}

/** Every operator of an invariant, in the order in which they are named to users. */
export const INVARIANT_OPERATORS: readonly InvariantOperator[] = [
  operator<boolean>({
    name: "exists",
    summary: "`true`: the path leads to something, be it null; `false`: it leads to nothing",
    example: true,
    operand: z.boolean(),
    expectation: (wanted) => (wanted ? "to exist" : "not to exist"),
    compile: (wanted) => () => wanted,
  }),
  operator<keyof typeof TYPES>({
    name: "type",
    summary: "what kind of JSON it is; `integer` is a number without a fraction",
    example: "string",
    operand: z.enum(Object.keys(TYPES) as (keyof typeof TYPES)[]),
    expectation: (type) => `to be of type ${type}`,
    compile: (type) => TYPES[type],
  }),
  operator<unknown>({
    name: "equals",
    summary: "the same JSON value; the order of an object's members does not matter",
    example: { unit: "celsius" },
    operand: jsonSchema,
    expectation: (wanted) => `to equal ${shortText(wanted)}`,
    compile: same,
  }),
  operator<readonly unknown[]>({
    name: "one_of",
    summary: "equal to one of a list",
    example: ["staging", "production"],
    operand: z.array(jsonSchema).min(1),
    expectation: (wanted) => `to be one of ${shortText(wanted)}`,
    compile: (wanted) => {
      const tests = wanted.map(same);
      return (value) => tests.some((test) => test(value));
    },
  }),
  operator<string>({
    name: "regex",
    summary: "a text in which a regular expression is found (RE2 syntax, 512 characters at most)",
    example: "^ord_[0-9]+$",
    operand: regexSchema,
    expectation: (source) => `to match ${shortText(source)}`,
    compile: (source) => {
      const found = compileRegex(source);
      return (value) => typeof value === "string" && found(value);
    },
  }),
  operator<number>({
    name: "gte",
    summary: "a number, this or more",
    example: 1,
    operand: z.number(),
    expectation: (limit) => `to be at least ${limit}`,
    compile: (limit) => (value) => typeof value === "number" && value >= limit,
  }),
  operator<number>({
    name: "lte",
    summary: "a number, this or less",
    example: 10,
    operand: z.number(),
    expectation: (limit) => `to be at most ${limit}`,
    compile: (limit) => (value) => typeof value === "number" && value <= limit,
  }),
  operator<number>({
    name: "length_gte",
    summary: "a text of this many characters or more, a list of this many items or more",
    example: 1,
    operand: z.int().min(0),
    expectation: (limit) => `to have a length of at least ${limit}`,
    compile: (limit) => lengthWithin((length) => length >= limit),
  }),
  operator<number>({
    name: "length_lte",
    summary: "a text of this many characters or fewer, a list of this many items or fewer",
    example: 200,
    operand: z.int().min(0),
    expectation: (limit) => `to have a length of at most ${limit}`,
    compile: (limit) => lengthWithin((length) => length <= limit),
  }),
  operator<unknown>({
    name: "contains",
    summary: "a text that holds a text, or a list that holds a value",
    example: "refund",
    operand: jsonSchema,
    expectation: (wanted) => `to contain ${shortText(wanted)}`,
    compile: (wanted) => {
      const equal = same(wanted);
      return (value) => {
        if (Array.isArray(value)) return value.some(equal);
        return typeof value === "string" && typeof wanted === "string" && value.includes(wanted);
      };
    },
  }),
];
