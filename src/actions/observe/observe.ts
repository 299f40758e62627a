import { checkContract } from "../../contracts/check-contract.ts";
import { compileContract, type CompiledContract } from "../../contracts/compile-contract.ts";
import type { Contract } from "../../contracts/contract.ts";
import { draftContracts, type DraftedOutcome, type NoRule } from "../../contracts/draft/draft-contracts.ts";
import { seenRow } from "../../contracts/draft/draft-row.ts";
import { mergeDrafts, type Merged } from "../../contracts/draft/merge-drafts.ts";
import { OperatorError } from "../../core/errors.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { SecurityGate } from "../security-gate.ts";
import type { ObservedRow, Unusable } from "./observed-row.ts";
import { observedRows, type ObservedWindow } from "./observed-rows.ts";
import { readDrafts, writeDrafts } from "./pack-drafts.ts";

export interface ObserveParts {
  readonly store: Store;
  readonly prices: PriceBook;
  /** What requests and answers go through before they are written; null = they are written as they are. */
  readonly gate: SecurityGate | null;
}

export interface ObserveRequest extends ObservedWindow {
  /** Its folder; made where there is none. */
  readonly pack: string;
  readonly outcome: DraftedOutcome | null;
}

/** A contract of the pack after it was observed. */
export interface ObservedContract extends Omit<Merged, "contract" | "added"> {
  readonly name: string;
  readonly tool: string | null;
  /** In the pack now, and of them new. */
  readonly cases: number;
  readonly cases_added: number;
}

export interface ObserveResult {
  readonly pack: string;
  readonly window_rows: number;
  /** Rows that were looked at. */
  readonly rows: number;
  readonly cases_added: number;
  /** Rows that were cases of the pack already. */
  readonly cases_known: number;
  /** Rows that make no case, by reason. */
  readonly left_out: Readonly<Partial<Record<Unusable | NoRule | "promoted" | "breaks_contract", number>>>;
  /** Rows that something was taken out of, and kinds of what it was; null where nothing was looked for. */
  readonly redacted: { readonly rows: number; readonly kinds: Readonly<Record<string, number>> } | null;
  /** Of the new cases, those that pass: with an outcome the share that it calls right; null of none. */
  readonly success_rate: number | null;
  readonly contracts: readonly ObservedContract[];
  readonly notes: readonly string[];
}

/**
 * Drafts contracts from logged traffic and writes them with golden cases and recordings.
 * Throws `window_empty`, `usage`, and whatever a broken pack in the folder throws.
 */
export function observe({ store, prices, gate }: ObserveParts, request: ObserveRequest): ObserveResult {
  const { outcome, pack } = request;
  if (outcome !== null) refuseUnheard(store, outcome.name);
  const before = readDrafts(pack);
  const seen = observedRows(store, prices, request, gate);
  const rows = new Map(seen.rows.map((row) => [row.case, row]));
  const { contracts, left_out } = draftContracts(seen.rows, outcome);
  const check = checker(rows);
  const merged = mergeDrafts(before, contracts, check);
  const added = merged.flatMap((one) => one.added.map((id) => ({ contract: one.contract, row: rows.get(id)! })));
  writeDrafts(pack, merged, rows);

  const dropped: Partial<Record<Unusable | NoRule | "promoted" | "breaks_contract", number>> = { ...seen.unusable };
  const count = (reason: keyof typeof dropped, more: number): void => {
    if (more > 0) dropped[reason] = (dropped[reason] ?? 0) + more;
  };
  for (const { reason } of left_out) count(reason, 1);
  for (const { not_added, breaks } of merged) {
    count("promoted", not_added);
    count("breaks_contract", breaks.length);
  }
  const passing = added.filter(({ contract, row }) => check(contract, row.case) === null);
  const made = contracts.reduce((sum, { golden_cases }) => sum + golden_cases.length, 0);
  return {
    pack,
    window_rows: seen.window_rows,
    rows: seen.sampled,
    cases_added: added.length,
    cases_known: made - added.length - (dropped.promoted ?? 0) - (dropped.breaks_contract ?? 0),
    left_out: dropped,
    redacted: gate === null ? null : redactions(added.map(({ row }) => row)),
    success_rate: added.length === 0 ? null : passing.length / added.length,
    contracts: merged.map(({ contract, added: fresh, ...rest }) => ({
      name: contract.id,
      tool: contract.tool,
      cases: contract.golden_cases.length,
      cases_added: fresh.length,
      ...rest,
    })),
    notes: seen.notes,
  };
}

/** What a contract finds wrong with a row, in one sentence; null = nothing. */
function checker(rows: ReadonlyMap<string, ObservedRow>): (contract: Contract, caseId: string) => string | null {
  const compiled = new Map<string, CompiledContract>();
  return (contract, caseId) => {
    const key = JSON.stringify([contract.id, contract.expected_tool_calls, contract.assertions]);
    let ready = compiled.get(key);
    if (ready === undefined) compiled.set(key, (ready = compileContract(contract)));
    const checked = checkContract(ready, seenRow(rows.get(caseId)!));
    if (checked.status !== "failed") return null;
    return checked.findings.find(({ status }) => status === "failed")?.message ?? "it fails";
  };
}

function redactions(rows: readonly ObservedRow[]): NonNullable<ObserveResult["redacted"]> {
  const kinds: Record<string, number> = {};
  for (const { redacted } of rows) for (const kind of redacted) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return { rows: rows.filter(({ redacted }) => redacted.length > 0).length, kinds };
}

function refuseUnheard(store: Store, name: string): void {
  const names = store.traffic.outcomeNames();
  if (names.includes(name)) return;
  throw new OperatorError("outcome_unknown", `no row of the log has an outcome ${JSON.stringify(name)}`, {
    hint:
      names.length === 0
        ? "Outcomes come with `understudy import --outcome NAME=PATH` or `understudy outcomes import FILE`."
        : `The log holds: ${names.join(", ")}.`,
  });
}
