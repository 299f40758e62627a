import * as z from "zod";
import { strictObject } from "../core/strict-object.ts";
import { jsonPathSchema } from "./invariant-schema.ts";

const paths = z.array(jsonPathSchema);

/** `NeverNormalize.json`: JSON paths whose values are compared as they are written. */
export const neverNormalizeSchema = z.union([paths, strictObject({ paths }).transform((object) => object.paths)]);
