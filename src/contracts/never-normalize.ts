import * as z from "zod";
import { filledText } from "./filled-text.ts";
import { strictObject } from "../core/strict-object.ts";

const paths = z.array(filledText);

/** `NeverNormalize.json`: JSON paths whose values are compared as they are written. */
export const neverNormalizeSchema = z.union([paths, strictObject({ paths }).transform((object) => object.paths)]);
