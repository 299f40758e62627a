import * as z from "zod";

const usd = z.number().nonnegative();
const rate = {
  input_per_mtok: usd,
  output_per_mtok: usd,
  /** Absent: the input price. */
  cache_read_per_mtok: usd.optional(),
  cache_write_per_mtok: usd.optional(),
};

/** Prices from an input length on, in USD per million tokens. */
export const tierSchema = z.strictObject({ from_input_tokens: z.int().positive(), ...rate });

/** The prices of one target from a date on (UTC; without one, from the beginning); without any price, the target is only made known. */
export const entrySchema = z
  .strictObject({
    ...rate,
    input_per_mtok: usd.optional(),
    output_per_mtok: usd.optional(),
    from: z
      .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: "expected a date such as 2026-01-01" })
      .optional(),
    context_window: z.int().positive().optional(),
    tiers: z.array(tierSchema).min(1).optional(),
  })
  .superRefine((entry, context) => {
    const { input_per_mtok: input, output_per_mtok: output } = entry;
    const priced = [input, output, entry.cache_read_per_mtok, entry.cache_write_per_mtok, entry.tiers];
    if (priced.every((part) => part === undefined)) return;
    for (const key of ["input_per_mtok", "output_per_mtok"] as const) {
      if (entry[key] !== undefined) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        message: "missing: a price needs both input and output, in USD per million tokens",
      });
    }
  });

/** The whole file; each target's value is an entry or a list of them. */
export const fileSchema = z.strictObject({ targets: z.record(z.string(), z.unknown()) });

export type Entry = z.infer<typeof entrySchema>;
