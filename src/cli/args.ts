import { OperatorError } from "../core/errors.ts";
import type { Args, Flag } from "./command.ts";

/**
 * The typed view of what was given. Throws `usage` for a value its flag does not take.
 * @param given values by flag name: true for a switch, every text of a value flag in order
 */
export function argsOf(
  flags: readonly Flag[],
  given: ReadonlyMap<string, true | readonly string[]>,
  positionals: readonly string[],
): Args {
  const known = new Map(flags.map((flag) => [flag.name, flag]));
  for (const [name, values] of given) {
    const flag = known.get(name);
    if (flag === undefined || values === true) continue;
    if (values.length > 1 && flag.repeatable !== true) throw givenTwice(flag, values);
    for (const value of values) checkValue(flag, value);
  }
  const flagNamed = (name: string): Flag => {
    const flag = known.get(name);
    if (flag === undefined) throw new Error(`the command does not define --${name}`);
    return flag;
  };
  const texts = (name: string): readonly string[] => {
    const flag = flagNamed(name);
    const values = given.get(name);
    if (values !== undefined && values !== true) return values;
    return flag.default === undefined ? [] : [flag.default];
  };
  return {
    positionals,
    text: (name) => texts(name).at(-1),
    list: texts,
    number: (name) => {
      const text = texts(name).at(-1);
      return text === undefined ? undefined : Number(text);
    },
    on: (name) => {
      flagNamed(name);
      return given.has(name);
    },
  };
}

function givenTwice({ name }: Flag, values: readonly string[]): OperatorError {
  return new OperatorError("usage", `--${name} was given ${values.length} times: ${values.join(", ")}`, {
    field: `--${name}`,
    hint: "Give it once.",
  });
}

function checkValue(flag: Flag, value: string): void {
  const field = `--${flag.name}`;
  if (flag.choices !== undefined && !flag.choices.includes(value)) {
    throw new OperatorError("usage", `${field} does not take ${JSON.stringify(value)}`, {
      field,
      hint: `Expected one of: ${flag.choices.join(", ")}.`,
    });
  }
  if (flag.expects === undefined) return;
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const fits = flag.expects === "count" ? Number.isSafeInteger(number) && number >= 1 : Number.isFinite(number);
  if (fits) return;
  throw new OperatorError("usage", `${field} does not take ${JSON.stringify(value)}`, {
    field,
    hint: flag.expects === "count" ? "Expected a whole number from 1 on." : "Expected a number.",
  });
}
