import * as z from "zod";

/** Words of several dialects. Null stands for nothing, as providers take it. */

export const model = z.string().min(1);
export const flag = z.boolean().nullish();
export const count = z.int().min(1).nullish();
export const share = z.number().min(0).max(1).nullish();
export const temperature = z.number().min(0).max(2).nullish();
export const name = z.string().min(1);

/** A JSON Schema, or anything that a provider reads as one. */
export const schema = z.looseObject({});
