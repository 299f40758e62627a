import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const compiled = !import.meta.filename.endsWith(".ts");

/**
 * A module beside this one that is loaded at its first use, at once and not as a promise: most commands need only some of what a process can do,
 * and a check of a pack neither a database nor a provider. Whoever calls this imports its type, so that the path is checked like any other. @param path as that import says it
 */
export function later<Module>(path: string): () => Module {
  let loaded: Module | undefined;
  return () => (loaded ??= load(compiled ? path.replace(/\.ts$/u, ".js") : path) as Module);
}
