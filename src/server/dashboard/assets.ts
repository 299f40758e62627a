import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";

/** A file as it is sent. */
export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  /** Null = as it is. */
  readonly encoding: "br" | null;
}

export interface Assets {
  /** The page, with placeholders where a nonce goes; null where nothing was built. */
  page(): string | null;
  /** By its path below the root; null where there is no such file. Read from the disk each time: a gateway holds none of it. */
  find(path: string, brotli: boolean): Asset | null;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** The files of a built dashboard. Only names that the folder lists are ever opened. */
export function assetsIn(folder: string): Assets {
  const names = (): ReadonlySet<string> => {
    try {
      return new Set(readdirSync(join(folder, "assets")));
    } catch {
      return new Set();
    }
  };
  let known = names();
  return {
    page() {
      try {
        return readFileSync(join(folder, "index.html"), "utf8");
      } catch {
        return null;
      }
    },
    find(path, brotli) {
      const name = path.slice("/assets/".length);
      // Built anew beside a gateway that runs.
      if (!known.has(name)) known = names();
      const type = TYPES[extname(name)];
      if (!known.has(name) || type === undefined) return null;
      const smaller = brotli && known.has(`${name}.br`);
      try {
        const bytes = readFileSync(join(folder, "assets", smaller ? `${name}.br` : name));
        return { type, bytes, encoding: smaller ? "br" : null };
      } catch {
        return null;
      }
    },
  };
}
