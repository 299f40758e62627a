import type { Contract } from "../contract.ts";
import { nameDrafts } from "./name-drafts.ts";

/** A row that a contract written earlier fails, though what was drafted from it now passes. */
export interface Break {
  readonly case: string;
  readonly message: string;
}

/** What becomes of one contract of a pack when more traffic is observed. */
export interface Merged {
  readonly contract: Contract;
  /** `new` = drafted now; `grown` = a draft that got cases; `unchanged`; `promoted` = left as it is. */
  readonly state: "new" | "grown" | "unchanged" | "promoted";
  /** Cases that are new in the pack. */
  readonly added: readonly string[];
  /** Rows that were observed now and do not agree with it: its rules are too narrow, or something changed. */
  readonly breaks: readonly Break[];
  /** Rows that would be cases, were it not promoted. */
  readonly not_added: number;
}

/**
 * Puts drafts into the contracts there are. Contracts keep their rules, and drafts only get the cases that pass them; what is
 * promoted is left alone. @param broken what a contract finds wrong with a case; null = nothing
 */
export function mergeDrafts(
  existing: readonly Contract[],
  drafts: readonly Contract[],
  broken: (contract: Contract, caseId: string) => string | null,
): readonly Merged[] {
  const known = new Map(existing.map((contract) => [contract.id, contract]));
  const cases = new Set(existing.flatMap(({ golden_cases }) => golden_cases.map(({ id }) => id)));
  const merged = new Map<string, Merged>(
    existing.map((contract) => [
      contract.id,
      {
        contract,
        state: contract.status === "promoted" ? "promoted" : "unchanged",
        added: [],
        breaks: [],
        not_added: 0,
      },
    ]),
  );
  for (const draft of nameDrafts(existing, drafts)) {
    const fresh = draft.golden_cases.filter(({ id }) => !cases.has(id));
    const before = known.get(draft.id);
    if (fresh.length === 0) continue;
    if (before === undefined) {
      const contract = { ...draft, golden_cases: fresh };
      const added = fresh.map(({ id }) => id);
      merged.set(draft.id, { contract, state: "new", added, breaks: [], not_added: 0 });
      continue;
    }
    const breaks = fresh.flatMap(({ id }) => {
      const message = broken(draft, id) === null ? broken(before, id) : null;
      return message === null ? [] : [{ case: id, message }];
    });
    const breaking = new Set(breaks.map(({ case: id }) => id));
    const fitting = fresh.filter(({ id }) => !breaking.has(id));
    const promoted = before.status === "promoted";
    const added = promoted ? [] : fitting.map(({ id }) => id);
    merged.set(before.id, {
      contract: added.length === 0 ? before : { ...before, golden_cases: [...before.golden_cases, ...fitting] },
      state: promoted ? "promoted" : added.length > 0 ? "grown" : "unchanged",
      added,
      breaks,
      not_added: promoted ? fitting.length : 0,
    });
  }
  return [...merged.values()].toSorted((a, b) => (a.contract.id < b.contract.id ? -1 : 1));
}
