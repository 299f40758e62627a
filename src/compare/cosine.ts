/** Cosine of two embeddings, in [0, 1] (opposed directions give 0); null where the lengths differ, or a vector is empty, zero or not finite. */
export function cosineSimilarity(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length || a.length === 0) return null;
  let dot = 0;
  let left = 0;
  let right = 0;
  for (const [at, x] of a.entries()) {
    const y = b[at] ?? Number.NaN;
    dot += x * y;
    left += x * x;
    right += y * y;
  }
  const cosine = dot / (Math.sqrt(left) * Math.sqrt(right));
  return Number.isFinite(cosine) ? Math.min(1, Math.max(0, cosine)) : null;
}
