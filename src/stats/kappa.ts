/** Agreement of two raters. */
export interface Agreement {
  readonly n: number;
  /** Share on the diagonal; null without ratings. */
  readonly agreement: number | null;
  /** Agreement beyond chance (Cohen 1960); null where chance alone agrees always. */
  readonly kappa: number | null;
  /** The same with partial credit by distance (Cohen 1968), for ordered categories. */
  readonly linearKappa: number | null;
}

/** Cohen's kappa of a square table of counts, rows one rater's categories and columns the other's, in the same order. */
export function cohenKappa(confusion: readonly (readonly number[])[]): Agreement {
  const size = confusion.length;
  const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = confusion.map((_, column) => confusion.reduce((sum, row) => sum + (row[column] as number), 0));
  const n = rows.reduce((sum, count) => sum + count, 0);
  if (n === 0) return { n, agreement: null, kappa: null, linearKappa: null };
  const beyondChance = (disagreement: (row: number, column: number) => number): number | null => {
    let seen = 0;
    let chance = 0;
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        seen += disagreement(row, column) * (confusion[row]?.[column] as number);
        chance += (disagreement(row, column) * (rows[row] as number) * (columns[column] as number)) / n;
      }
    }
    return chance === 0 ? null : 1 - seen / chance;
  };
  return {
    n,
    agreement: confusion.reduce((sum, row, index) => sum + (row[index] as number), 0) / n,
    kappa: beyondChance((row, column) => (row === column ? 0 : 1)),
    linearKappa: beyondChance((row, column) => Math.abs(row - column)),
  };
}
