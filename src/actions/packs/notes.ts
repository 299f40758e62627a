/** What is odd about a pack but no mistake. */
export interface Notes {
  add(note: string): void;
  /** A key of a contract that nothing here enforces: said once, with the number of contracts. */
  unenforced(key: string): void;
  all(): readonly string[];
}

export function gatherNotes(): Notes {
  const said: string[] = [];
  const unenforced = new Map<string, number>();
  return {
    add: (note) => void said.push(note),
    unenforced: (key) => void unenforced.set(key, (unenforced.get(key) ?? 0) + 1),
    all: () => [
      ...[...unenforced].map(([key, count]) => `${key} is kept and not enforced here (${contracts(count)})`),
      ...said,
    ],
  };
}

function contracts(count: number): string {
  return count === 1 ? "1 contract" : `${count} contracts`;
}
