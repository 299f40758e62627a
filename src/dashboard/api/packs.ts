import { ask } from "./client.ts";

/** A pack that was read: contracts, and what is said of it beside. */
export interface ReadPack {
  readonly name: string;
  readonly hash: string;
  readonly contracts: readonly { readonly id: string }[];
  readonly notes: readonly string[];
}

/** The files of a pack as they lie on the disk of whoever looks at the page. */
export interface PackFolder {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** Has the gateway read a pack; it keeps nothing of it. */
export function readPack(folder: PackFolder): Promise<ReadPack> {
  return ask<ReadPack>("/api/packs/read", { method: "POST", body: folder });
}
