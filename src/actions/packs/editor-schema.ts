import { existsSync } from "node:fs";
import { dirname, join, parse, relative, resolve, sep } from "node:path";

/** Where the published package has the JSON Schemas of a pack's files. */
const SCHEMAS = join("node_modules", "understudy", "schemas");

/**
 * The comment by which editors find the schema of a YAML file in this folder, where the package is installed above it; else nothing.
 * @param schema the name that `understudy pack schema` knows it by
 */
export function schemaLine(folder: string, schema: string): readonly string[] {
  const start = resolve(folder);
  for (let above = start; ; above = dirname(above)) {
    const file = join(above, SCHEMAS, `${schema}.json`);
    if (existsSync(file)) return [`yaml-language-server: $schema=${relative(start, file).replaceAll(sep, "/")}`];
    if (above === parse(above).root) return [];
  }
}
