import { sha256Hex } from "../../core/fingerprint.ts";

const LONGEST = 60;

/** A name that every file system takes, as like the given one as can be; what had to be changed is told apart by a hash. */
export function fileName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]+/gu, "-").replaceAll(/^-+|-+$/gu, "");
  if (plain === name && name !== "" && name.length <= LONGEST) return name;
  const short = plain.slice(0, LONGEST - 9).replaceAll(/-+$/gu, "");
  const told = sha256Hex(name).slice(0, 8);
  return short === "" ? told : `${short}-${told}`;
}
