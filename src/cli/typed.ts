/** The store folder that need not be named. */
export const DEFAULT_DATA_FOLDER = "./understudy-data";

/** A command as the reader may type it next, quoted where the shell needs it. */
export function typed(words: readonly string[], dataFolder: string): string {
  const data = dataFolder === DEFAULT_DATA_FOLDER ? [] : ["--data", dataFolder];
  return ["understudy", ...words, ...data].map(quoted).join(" ");
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
