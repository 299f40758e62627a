import { OperatorError } from "../../core/errors.ts";
import { parseMapping, type Mapping } from "../../importers/index.ts";

/** What all `--map` say together; none, where there is none. Throws `usage` for what is no mapping. */
export function mappingOf(texts: readonly string[]): readonly Mapping[] {
  const found = texts.length === 0 ? [] : parseMapping(texts.join(","));
  if (!("problem" in found)) return found;
  throw new OperatorError("usage", found.problem, { field: "--map", hint: found.hint });
}
