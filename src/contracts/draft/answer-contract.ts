import { canonicalJson } from "../../core/canonical.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import { fitsSchema } from "../../core/json-schema.ts";
import { isObject, parseJson } from "../../core/json.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import type { Contract, ResponseAssertion } from "../contract.ts";
import { drafted } from "./drafted.ts";
import type { DraftRow } from "./draft-row.ts";
import { draftedSchema } from "./drafted-schema.ts";
import { fileName } from "./named.ts";

const ANSWERS = "answers";
const WORDS = 4;

/** The name of the contract for plain answers: one an endpoint, else one a system prompt. */
export function answerContractName(row: Pick<DraftRow, "request" | "dialect" | "endpoint">): string {
  if (row.endpoint !== null) return fileName(`${ANSWERS}-${row.endpoint}`);
  const messages = neutralRequest(row.request, row.dialect, sha256Hex)?.prompt.messages ?? [];
  const system = messages.filter(({ role }) => role === "system" || role === "developer");
  if (system.length === 0) return ANSWERS;
  const contents = system.map(({ content }) => content ?? null);
  const words =
    contents
      .filter((content) => typeof content === "string")
      .join(" ")
      .match(/[a-z0-9]+/giu) ?? [];
  const told = sha256Hex(canonicalJson(contents)).slice(0, 8);
  return [ANSWERS, ...words.slice(0, WORDS).map((word) => word.slice(0, 12).toLowerCase()), told].join("-");
}

/** A contract over plain answers: no refusal, an ending as seen, and where all are JSON, JSON of that shape. */
export function answerContract(
  id: string,
  rows: readonly DraftRow[],
  response: readonly ResponseAssertion[],
): Contract {
  return drafted(
    { id, tool: null, response: [{ type: "not-refusal" }, ...endings(rows), ...shape(rows), ...response] },
    rows,
  );
}

function endings(rows: readonly DraftRow[]): readonly ResponseAssertion[] {
  const [value, ...others] = new Set(rows.map(({ answer }) => answer.finish_reason));
  if (others.length === 0) return value == null ? [] : [{ type: "finish-reason", value }];
  return [value, ...others].includes("length") ? [] : [{ type: "not-finish-reason", value: "length" }];
}

function shape(rows: readonly DraftRow[]): readonly ResponseAssertion[] {
  const values = rows.map(({ answer }) => parseJson(answer.text ?? ""));
  if (!values.every((value) => isObject(value) || Array.isArray(value))) return [];
  return [{ type: "is-json", schema: askedSchema(rows, values) ?? draftedSchema(values) }];
}

/** The schema that every request asks answers to follow, where it is one and all do. */
function askedSchema(rows: readonly DraftRow[], values: readonly unknown[]): unknown {
  const asked = rows.map((row) => neutralRequest(row.request, row.dialect, sha256Hex)?.prompt.response_format?.schema);
  const [schema] = asked;
  if (schema === undefined || new Set(asked.map(canonicalJson)).size > 1) return null;
  return values.every((value) => fitsSchema(value, schema) === true) ? schema : null;
}
