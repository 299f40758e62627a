import type { Guard } from "./guard.ts";
import { identifiers } from "./identifiers.ts";
import { negation } from "./negation.ts";
import { numbers } from "./numbers.ts";
import { urls } from "./urls.ts";

/** What is looked at after any similarity of texts. */
export const GUARDS: readonly Guard[] = [numbers, negation, urls, identifiers];
