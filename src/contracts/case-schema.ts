import * as z from "zod";
import { filledText } from "./filled-text.ts";
import { strictObject } from "../core/strict-object.ts";
import { FAILURE_CLASSES } from "./contract.ts";
import { isFileName, isPathBelow } from "./path-below.ts";

/** One line of `golden_cases`. */
export const caseSchema = strictObject({
  id: z
    .string()
    .refine(isFileName, "expected a name that a file may have: it is that of its recording")
    .describe("Unique in the pack; its recording is recordings/<id>.recording.json"),
  input_ref: z
    .string()
    .refine(
      (ref) => isPathBelow(ref) && ref.endsWith(".json"),
      "expected the path of a JSON file below golden/, such as ok.success.json",
    )
    .describe("The golden file, below golden/"),
  expect_ok: z
    .boolean()
    .default(true)
    .describe("false: the contract must fail on this answer; such a case tests the contract and is never sent"),
  expected_error: z.enum(FAILURE_CLASSES).optional().describe("With expect_ok: false, how the contract must fail"),
  provider_modes: z
    .array(filledText)
    .default([])
    .describe("Lanes it runs in: recorded, live, or the name of a provider; empty = all"),
}).refine(({ expect_ok, expected_error }) => !expect_ok || expected_error === undefined, {
  path: ["expected_error"],
  error: "only a case with expect_ok: false has an expected error",
});
