import type { Invariant } from "./contract.ts";
import { isPathMistake, parseJsonPath, placesAt, printJsonPath, type JsonPath } from "./json-path.ts";
import { INVARIANT_OPERATORS } from "./operators.ts";
import { shortText } from "./short-text.ts";

/** What an invariant says of one value: where it first does not hold, or that it holds. */
export interface Broken {
  /** From the root of the value; of the place itself where `[*]` led to many. */
  readonly path: JsonPath;
  readonly expected: unknown;
  /** Null where the path leads to nothing. */
  readonly found: unknown;
  readonly message: string;
}

/** An invariant ready to be held against values. */
export interface CompiledInvariant {
  readonly invariant: Invariant;
  readonly path: JsonPath;
  /** Null where it holds. @param prefix how the root of the value is reached, for the message */
  readonly check: (root: unknown, prefix?: JsonPath) => Broken | null;
}

/**
 * Compiles an invariant that `invariantSchema` has taken. It holds where every operator holds of everything the path leads to; a path that leads to
 * nothing breaks all but `exists: false`.
 */
export function compileInvariant(invariant: Invariant): CompiledInvariant {
  const path = parseJsonPath(invariant.path);
  if (isPathMistake(path)) throw new Error(`${invariant.path}: ${path.message}`);
  const tests = INVARIANT_OPERATORS.flatMap(({ name, compile, expectation }) => {
    const operand = invariant[name as keyof Invariant];
    return operand === undefined ? [] : [{ name, operand, expectation: expectation(operand), holds: compile(operand) }];
  });
  const all = tests.map(({ expectation }) => expectation).join(" and ");
  const expected = Object.fromEntries(tests.map(({ name, operand }) => [name, operand]));
  return {
    invariant,
    path,
    check(root, prefix = []) {
      const places = placesAt(root, path);
      if (places.length === 0) {
        if (invariant.exists === false) return null;
        const place = [...prefix, ...path];
        return {
          path: place,
          expected,
          found: null,
          message: `expected ${printJsonPath(place)} ${all}; it is not there`,
        };
      }
      for (const { path: steps, value } of places) {
        const broken = tests.find(({ holds }) => !holds(value));
        if (broken === undefined) continue;
        const place = [...prefix, ...steps];
        const message = `expected ${printJsonPath(place)} ${broken.expectation}; found ${shortText(value)}`;
        return { path: place, expected: { [broken.name]: broken.operand }, found: value, message };
      }
      return null;
    },
  };
}
