import { arrayOf, objectOf } from "../../core/json.ts";
import type { Draws } from "./draws.ts";

const WORDS = ["amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "harbour", "islet", "juniper"];

/**
 * A value that fits a JSON Schema of the common keywords.
 * @param truth what the right answer is made from: the same for every model
 * @param slips whether this model gets a detail wrong
 */
export function valueFromSchema(schema: unknown, truth: Draws, slips: () => boolean): unknown {
  const { type, enum: options, properties, required, items, minimum, maximum } = objectOf(schema);
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
    case "integer":
    case "number": {
      const least = typeof minimum === "number" ? minimum : 0;
      const most = typeof maximum === "number" ? maximum : least + 1_000;
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

/** The same answer with the one mistake a model makes: a field left out. */
export function withoutOneField(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).slice(0, -1));
}
