import { isPathMistake, parseJsonPath, type JsonPath } from "../contracts/json-path.ts";

/** A place in an answer, and all below it, where differences of writing count. */
export type ProtectedPlace = JsonPath;

/**
 * Places by the JSON paths of `NeverNormalize.json`: into the answer as contracts see it, `$.text`, `$.json.order.id`, `$.tool_calls[*].arguments.iban`.
 * What is no path protects nothing: a pack is refused that has one.
 */
export function protectedPlaces(paths: readonly string[]): readonly ProtectedPlace[] {
  return paths.flatMap((path) => {
    const steps = parseJsonPath(path);
    return isPathMistake(steps) ? [] : [inAnswer(steps)];
  });
}

/** A text that is JSON is looked at as `$.json`; differences in it stand below `/text`. */
function inAnswer(steps: JsonPath): JsonPath {
  return steps[0] === "json" ? ["text", ...steps.slice(1)] : steps;
}

/** Whether a JSON pointer leads to a protected place, or below one. */
export function isProtected(pointer: string, places: readonly ProtectedPlace[]): boolean {
  if (places.length === 0) return false;
  const names = pointer
    .split("/")
    .slice(1)
    .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return places.some((place) => {
    return place.length <= names.length && place.every((step, index) => isStep(step, names[index] ?? ""));
  });
}

/** A name, or an index; `*` is every one, and an index from the end may be any. */
function isStep(step: JsonPath[number], name: string): boolean {
  return typeof step === "string" ? step === name : typeof step !== "number" || step < 0 || String(step) === name;
}
