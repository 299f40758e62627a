import * as z from "zod";
import { closest } from "./closest.ts";

/** An object that takes these keys and no other; of an unknown one it says which was meant, or which there are. */
export function strictObject<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownKeyText(issue["keys"] as readonly string[], known) : undefined,
  });
}

function unknownKeyText([key = "", ...others]: readonly string[], known: readonly string[]): string {
  const near = closest(key, known);
  const more = others.length === 0 ? "" : ` (and ${others.map((other) => JSON.stringify(other)).join(", ")})`;
  const meant = near === null ? `expected ${known.join(", ") || "no key"}` : `did you mean ${near}?`;
  return `unknown key ${JSON.stringify(key)}${more}: ${meant}`;
}
