import { sha256Hex, type HashText } from "../core/fingerprint.ts";
import type { JsonObject } from "../core/json.ts";
import { newDraft } from "../core/neutral/draft.ts";
import { readTools } from "../core/neutral/tools.ts";
import { boundaryDifferences, boundaryOf } from "./boundary.ts";
import { SEVERAL_TOOLS, type Contract, type GoldenCase } from "./contract.ts";
import type { Boundary, Golden, NonReproducible, Recording } from "./pack.ts";

/**
 * The response that a case is held against where nobody is called: its recording. A case that the contract must fail on has it in its golden
 * file as well. Null where there is none.
 */
export function recordedResponse(one: GoldenCase, golden: Golden, recording: Recording | null): JsonObject | null {
  return recording?.response ?? (one.expect_ok ? null : golden.response);
}

/**
 * Why a case says nothing on its recording; null where it does say something. The request must offer the tools that its contract names
 * (but for cases that must fail), and be the one that golden file and recording were made of.
 */
export function reproducibility(
  contract: Contract,
  one: GoldenCase,
  golden: Golden,
  recording: Recording | null,
  hash: HashText = sha256Hex,
): NonReproducible | null {
  if (recordedResponse(one, golden, recording) === null) return "recording_not_found";
  if (one.expect_ok && lacksTools(contract, golden)) return "MISSING_PREREQUISITES";
  const written = [golden.boundary, recording?.boundary ?? null].filter((boundary) => boundary !== null);
  if (written.length === 0) return null;
  const differences = new Set(pairsOf(written, boundaryOf(golden.request, golden.dialect, hash)));
  if (differences.has("tool_schema_hash")) return "SCHEMA_DRIFT";
  return differences.size > 0 ? "NON_DETERMINISTIC_INPUT" : null;
}

/** Where the boundaries that were written down differ from the request's own, and from one another. */
function pairsOf(written: readonly Boundary[], own: Boundary): readonly string[] {
  const [first, second] = written as readonly [Boundary, Boundary?];
  const between = second === undefined ? [] : boundaryDifferences(first, second);
  return [...between, ...written.flatMap((boundary) => boundaryDifferences(boundary, own))];
}

/** Whether the request does not offer a tool that the contract names. */
function lacksTools(contract: Contract, { request }: Golden): boolean {
  const named = [
    ...(contract.tool === null || contract.tool === SEVERAL_TOOLS ? [] : [contract.tool]),
    ...contract.expect_tools,
    ...contract.expected_tool_calls.map(({ name }) => name),
  ];
  if (named.length === 0) return false;
  const offered = new Set(readTools(request, false, newDraft(sha256Hex)).map(({ name }) => name));
  return named.some((name) => !offered.has(name));
}
