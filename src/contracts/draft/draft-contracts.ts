import { checkContract } from "../check-contract.ts";
import { compileContract } from "../compile-contract.ts";
import type { Contract, ResponseAssertion } from "../contract.ts";
import { answerContract, answerContractName } from "./answer-contract.ts";
import { offeredTools } from "./asked-tools.ts";
import { drafted } from "./drafted.ts";
import { seenRow, type DraftRow } from "./draft-row.ts";
import { fileName } from "./named.ts";
import { toolContract, toolContractName, toolsCalled } from "./tool-contract.ts";

/** Why an answer teaches no rule: tools were there and none was called, calls do not fit their tools' schemas, and the like. */
export const NO_RULE = ["refused", "empty_answer", "no_tool_called", "tool_calls_invalid", "outcome_missing"] as const;
export type NoRule = (typeof NO_RULE)[number];

/** A supplied outcome that says which answers were right. */
export interface DraftedOutcome {
  readonly name: string;
  /** An answer is right from this value on. */
  readonly gte: number;
  /** It is asserted alone: no other rule is drafted. */
  readonly only: boolean;
}

export interface Drafts {
  /** By name, which two of different tools may share; their cases in the order of the rows. */
  readonly contracts: readonly Contract[];
  /** Rows that no case is made of. */
  readonly left_out: readonly { readonly case: string; readonly reason: NoRule }[];
}

const NOT_REFUSED = compileContract(drafted({ id: "any", tool: null, response: [{ type: "not-refusal" }] }, []));
const CALLED_WELL = compileContract(drafted({ id: "any", tool: "any", response: [] }, []));

function noRule(row: DraftRow): NoRule | null {
  const { answer } = row;
  const seen = seenRow(row);
  if (checkContract(NOT_REFUSED, seen).status === "failed") return "refused";
  if (answer.tool_calls.length > 0) {
    const nameless = answer.tool_calls.some(({ name }) => !/\S/u.test(name));
    return nameless || checkContract(CALLED_WELL, seen).status === "failed" ? "tool_calls_invalid" : null;
  }
  if (offeredTools(row).length > 0) return "no_tool_called";
  return answer.text === null || answer.text.trim() === "" ? "empty_answer" : null;
}

/** Rows by what they did: the same tools called, or a plain answer of the same kind. */
interface Group {
  readonly tools: readonly string[];
  readonly name: string;
  readonly rows: DraftRow[];
}

function groupsOf(rows: readonly DraftRow[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const tools = toolsCalled(row);
    const name = tools.length > 0 ? toolContractName(tools) : answerContractName(row);
    const key = JSON.stringify([name, tools]);
    const group = groups.get(key) ?? { tools, name, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/**
 * Contracts that say what logged answers had in common: one for each tool or set of tools that was called, one for each kind of plain
 * answer. Rules are learnt from answers that were right; without an outcome that is every answer that can teach one. With an outcome,
 * rows that teach no rule become cases of a contract that asserts the outcome alone.
 */
export function draftContracts(rows: readonly DraftRow[], outcome: DraftedOutcome | null = null): Drafts {
  const left_out: { case: string; reason: NoRule }[] = [];
  const teaching: DraftRow[] = [];
  const judged: DraftRow[] = [];
  for (const row of rows) {
    const value = outcome === null ? undefined : row.outcomes[outcome.name];
    const reason = noRule(row);
    if (outcome === null && reason !== null) left_out.push({ case: row.case, reason });
    else if (outcome === null) teaching.push(row);
    else if (value === undefined) left_out.push({ case: row.case, reason: "outcome_missing" });
    else if (outcome.only || reason !== null || value < outcome.gte) judged.push(row);
    else teaching.push(row);
  }
  const response: readonly ResponseAssertion[] =
    outcome === null ? [] : [{ type: "outcome", name: outcome.name, gte: outcome.gte }];
  const alone =
    outcome === null || judged.length === 0
      ? []
      : [drafted({ id: fileName(outcome.name), tool: null, response }, judged)];
  const others = groupsOf(teaching).map(({ tools, name, rows: own }) =>
    tools.length > 0 ? toolContract(name, tools, own, response) : answerContract(name, own, response),
  );
  return { contracts: [...alone, ...others].toSorted((a, b) => (a.id < b.id ? -1 : 1)), left_out };
}
