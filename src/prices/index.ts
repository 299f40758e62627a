import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RateCard } from "../core/rates.ts";
import { remembered } from "../core/remembered.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { LIBRARY_VERSION, libraryCard, libraryContextWindow, libraryKnows, makersOf } from "./library.ts";
import type { PriceBook } from "./price-book.ts";
import { parsePriceFile, type UserPrice } from "./user-file.ts";

/** A price file as read: its text, and its name for error messages. */
export interface PriceFile {
  readonly text: string;
  readonly name: string;
}

/** The price library with the user's file on top of it; throws `prices_invalid` for a mistake in the file. */
export function priceBook(options: { readonly userFile?: PriceFile } = {}): PriceBook {
  const { userFile } = options;
  const own = userFile === undefined ? new Map<Target, UserPrice>() : parsePriceFile(userFile.text, userFile.name);
  // The library takes 20 us or more to find a model: each question is asked of it once.
  const card = remembered((target: Target): RateCard | null =>
    own.has(target) ? (own.get(target)?.card ?? null) : libraryCard(target),
  );
  const knows = remembered((target: Target) => own.has(target) || libraryKnows(target));
  const contextWindow = remembered((target: Target) => own.get(target)?.contextWindow ?? libraryContextWindow(target));
  const providersOf = remembered((model: string) => {
    const named = [...own.keys()].flatMap((target) => {
      const parts = splitTarget(target);
      return parts?.model === model ? [parts.provider] : [];
    });
    return named.length > 0 ? named : makersOf(model);
  });
  const version = userFile === undefined ? LIBRARY_VERSION : `${LIBRARY_VERSION}+${digest(userFile.text)}`;
  return { version, card, knows, contextWindow, providersOf };
}

function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 8);
}

export type { PriceBook } from "./price-book.ts";
