import { compilePolicy, type World } from "../../../core/compile.ts";
import { OperatorError } from "../../../core/errors.ts";
import { UNKNOWN_CAPABILITIES } from "../../../core/facts.ts";
import { parsePolicy, policyMistakes, type Policy } from "../../../core/policy.ts";
import { readText, written, type TextMistake, type TextRead } from "./document-text.ts";

/** What was made of a text, or what is wrong with it and where. */
export interface ReadText<Value> {
  /** Undefined where there are mistakes. */
  readonly value: Value | undefined;
  readonly mistakes: readonly TextMistake[];
}

/** A value as YAML. */
export function yamlOf(value: unknown): string {
  return written(value, "yaml");
}

/** Reads YAML and makes something of it. @param make throws `OperatorError` with the field that is wrong */
export function readYaml<Value>(text: string, make: (value: unknown) => Value): ReadText<Value> {
  const read = readText(text);
  return read.readable ? made(read, make) : { value: undefined, mistakes: read.mistakes };
}

/** A policy out of YAML or JSON, with everything that is wrong at its place. Which targets and configs there are is for the gateway to say. */
export function readPolicy(text: string): ReadText<Policy> {
  return policyIn(readText(text));
}

/** The same of a text that was read already. */
export function policyIn(read: TextRead): ReadText<Policy> {
  if (!read.readable) return { value: undefined, mistakes: read.mistakes };
  const mistakes = policyMistakes(read.value);
  if (mistakes.length > 0)
    return {
      value: undefined,
      mistakes: mistakes.map(({ field, message }) => read.mistake(placed(message, field), field)),
    };
  return made(read, (value) => {
    const policy = parsePolicy(value);
    compilePolicy(policy, ANY_WORLD);
    return policy;
  });
}

function made<Value>(read: Extract<TextRead, { readable: true }>, make: (value: unknown) => Value): ReadText<Value> {
  try {
    return { value: make(read.value), mistakes: [] };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { value: undefined, mistakes: [read.mistake(error.message, error.place.field ?? "")] };
  }
}

function placed(message: string, field: string): string {
  return field === "" ? message : `\`${field}\`: ${message}`;
}

const ANY_TARGET = "any:target";
const ANY_WORLD: World = {
  resolve: (text) => text,
  known: [ANY_TARGET],
  capabilities: () => UNKNOWN_CAPABILITIES,
  config: () => ({ strategy: "single", model: ANY_TARGET }),
};
