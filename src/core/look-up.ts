/**
 * What a table of words has for one that came from outside. Every object has something for `constructor` or `toString`, which is no entry
 * of the table.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
