import { OperatorError } from "../../core/errors.ts";
import { parseMapping, type Mapping } from "../../importers/index.ts";

/** What one `--map` says. Throws `usage` for a field that there is none of. */
export function mappingOf(text: string): readonly Mapping[] {
  const found = parseMapping(text);
  if (!("problem" in found)) return found;
  throw new OperatorError("usage", found.problem, { field: "--map", hint: found.hint });
}
