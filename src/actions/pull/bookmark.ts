import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";

/** How far a pull has come; what stands before it is in the store. Times are ms since the epoch. */
const bookmark = z.object({
  source: z.string(),
  url: z.string(),
  from: z.int().nullable(),
  to: z.int(),
  /** Where the page begins that is next; null = the first one. */
  at: z.string().nullable(),
  /** Records of that page that are in already. */
  skip: z.int().nonnegative(),
  /** All of it is in. */
  done: z.boolean(),
});

export type Bookmark = Readonly<z.infer<typeof bookmark>>;

/** The bookmark of one pull, in a file. */
export interface BookmarkFile {
  /** Null where there is none, or none that can be read: a pull from the beginning doubles nothing. */
  read(): Bookmark | null;
  write(bookmark: Bookmark): void;
  remove(): void;
}

/** @param name tells pulls apart: what is asked of whom, by whose key */
export function bookmarkFile(dataFolder: string, name: string): BookmarkFile {
  const file = join(dataFolder, "pulls", `${name}.json`);
  return {
    read() {
      try {
        return bookmark.parse(JSON.parse(readFileSync(file, "utf8")));
      } catch {
        return null;
      }
    },
    write(mark) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.draft`, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
      renameSync(`${file}.draft`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
