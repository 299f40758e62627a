import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import type { Draws } from "./draws.ts";

const WORDS = ["amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "harbour", "islet", "juniper"];

/**
 * A value that fits a JSON Schema of the common keywords.
 * @param truth what the right answer is made from: the same for every model
 * @param slips whether this model gets a detail wrong
 */
export function valueFromSchema(schema: unknown, truth: Draws, slips: () => boolean): unknown {
  const { type, enum: options, properties, required, items } = objectOf(schema);
  const choices = arrayOf(options);
  if (choices.length > 0) {
    const right = truth.between(0, choices.length - 1);
    return choices[slips() ? (right + 1) % choices.length : right];
  }
  switch (Array.isArray(type) ? type[0] : type) {
    case "object": {
      const needed = new Set(arrayOf(required));
      return Object.fromEntries(
        Object.entries(objectOf(properties)).flatMap(([name, property]) => {
          const given = truth.chance(0.6);
          const value = valueFromSchema(property, truth, slips);
          return needed.has(name) || given ? [[name, value]] : [];
        }),
      );
    }
    case "array":
      return Array.from({ length: truth.between(1, 3) }, () => valueFromSchema(items, truth, slips));
    case "number": {
      const { least, most } = rangeOf(objectOf(schema));
      if (most - least > MOST_FOR_PARTS) return valueFromSchema({ ...objectOf(schema), type: "integer" }, truth, slips);
      const right = truth.between(Math.ceil(least * PARTS), Math.floor(most * PARTS)) / PARTS;
      return slips() && right < most ? (right * PARTS + 1) / PARTS : right;
    }
    case "integer": {
      const { least, most } = rangeOf(objectOf(schema));
      const right = truth.between(Math.ceil(least), Math.floor(most));
      return slips() && right < most ? right + 1 : right;
    }
    case "boolean":
      return truth.chance(0.5) !== slips();
    case "null":
      return null;
    default: {
      const right = `${truth.pick(WORDS)} ${truth.pick(WORDS)}`;
      return slips() ? `${right}s` : right;
    }
  }
}

/** A number from a narrow range has hundredths. */
const PARTS = 100;
const MOST_FOR_PARTS = 10;

/** What a number may be: by its limits, else by what its description says, as any model reads it ("From 0 to 1."). */
function rangeOf({ minimum, maximum, description }: JsonObject): { readonly least: number; readonly most: number } {
  const said = typeof description === "string" ? /(-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)/u.exec(description) : null;
  const least = typeof minimum === "number" ? minimum : Number(said?.[1] ?? 0);
  const most = typeof maximum === "number" ? maximum : Number(said?.[2] ?? least + 1_000);
  return { least, most: Math.max(least, most) };
}

/** The same answer with the one mistake a model makes: a field left out. */
export function withoutOneField(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).slice(0, -1));
}
