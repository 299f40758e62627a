const ENDING = import.meta.filename.endsWith(".ts") ? ".ts" : ".js";

/** The module of a thread, or of this program, that stands beside this one, compiled or not. @param name without its ending */
export function moduleBeside(name: string): URL {
  return new URL(name + ENDING, import.meta.url);
}
