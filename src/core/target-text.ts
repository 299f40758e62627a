import * as z from "zod";

/** A text that names a target: forms offer the targets there are where a schema's format says so. */
export function targetText(title: string, description: string): z.ZodString {
  return z.string().min(1).meta({ title, description, format: "target" });
}
