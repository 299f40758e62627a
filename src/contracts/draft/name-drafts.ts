import { sha256Hex } from "../../core/fingerprint.ts";
import type { Contract } from "../contract.ts";

/**
 * Drafts under names that no two contracts of a pack share, capitals not told apart, as file systems may not. One whose name another
 * contract has is told apart by a hash, the same at every drafting; one that was drafted before gets the name it got then.
 */
export function nameDrafts(existing: readonly Contract[], drafts: readonly Contract[]): readonly Contract[] {
  const known = new Map(existing.map((contract) => [contract.id, contract]));
  const taken = new Set(existing.map(({ id }) => id.toLowerCase()));
  return drafts.map((draft) => {
    const plain = draft.id;
    const told = `${plain}-${sha256Hex(JSON.stringify([plain, draft.tool, draft.expect_tools])).slice(0, 8)}`;
    const before = known.get(plain);
    const again = before?.tool === draft.tool ? plain : known.has(told) ? told : null;
    const id = again ?? (taken.has(plain.toLowerCase()) ? told : plain);
    taken.add(id.toLowerCase());
    return id === plain ? draft : { ...draft, id, file: `contracts/${id}.yaml` };
  });
}
