import * as z from "zod";

/** A text that says something. */
export const filledText = z.string().regex(/\S/u, "expected a text with something in it");
