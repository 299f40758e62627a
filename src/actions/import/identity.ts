import { createHash, hash } from "node:crypto";
import type { ImportContext } from "../../importers/importer.ts";

/** Namespace of imported rows' ids. It may never change: re-importing a file must give the same ids. */
const NAMESPACE = Buffer.from("9f1b5d3e6c2a4f7d8b0e1a2c3d4e5f60", "hex");

/** Hashing for importers: SHA-256 in hex, and UUIDv5 (RFC 9562). */
export const IMPORT_IDENTITY: Pick<ImportContext, "sha256" | "uuid"> = {
  sha256: (text) => hash("sha256", text, "hex"),
  uuid: (name) => {
    const digest = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
    digest[6] = ((digest[6] as number) & 0x0f) | 0x50;
    digest[8] = ((digest[8] as number) & 0x3f) | 0x80;
    const hex = digest.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  },
};
