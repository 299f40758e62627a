import type { findPhoneNumbersInText as FindPhoneNumbers } from "libphonenumber-js/min";
import { createRequire } from "node:module";
import { isIP } from "node:net";
import type { default as Validator } from "validator";
import * as z from "zod";
import type { GuardrailDefinition, Match } from "./guardrail.ts";
import { patternDetector, type Pattern } from "./pattern-detector.ts";

/** Loaded by the first rule that needs them: they weigh 20 MB in each thread that has them, and most gateways have no such rule. */
const load = createRequire(import.meta.url);
const phones = (): typeof FindPhoneNumbers =>
  (load("libphonenumber-js/min") as { readonly findPhoneNumbersInText: typeof FindPhoneNumbers })
    .findPhoneNumbersInText;
const validator = (): typeof Validator => load("validator") as typeof Validator;

/** Kinds told apart by pattern, then held against their check digits or their grammar. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: "email",
    pattern: /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/giu,
    holds: (text) => validator().isEmail(text),
  },
  {
    kind: "credit_card",
    pattern: /(?<![\d-])\d{4}[ -]?\d{4,6}[ -]?\d{4,5}(?:[ -]?\d{1,4})?(?![\d-])/gu,
    holds: (text) => validator().isCreditCard(text.replaceAll(/[ -]/gu, "")),
  },
  {
    kind: "iban",
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gu,
    holds: (text) => validator().isIBAN(text.replaceAll(" ", "")),
  },
  // Area numbers 000, 666 and 900-999 were never given out (Social Security Administration).
  { kind: "us_ssn", pattern: /\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/gu },
  {
    kind: "ip_address",
    pattern: /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.:])/giu,
    holds: (text) => isIP(text) !== 0 && /[0-9a-f]/iu.test(text),
  },
];

const KINDS = [...PATTERNS.map(({ kind }) => kind), "phone"] as const;

const options = z.strictObject({
  /** All where none is named. */
  kinds: z.array(z.enum(KINDS as unknown as [string, ...string[]])).optional(),
  /** Country (ISO 3166) of phone numbers written without a country code. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .optional(),
});

type Country = NonNullable<Parameters<typeof FindPhoneNumbers>[1]>;

function findPhones(text: string, country: string | undefined): readonly Match[] {
  const find = phones();
  const found = country === undefined ? find(text) : find(text, country as Country);
  return found.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt, kind: "phone" }));
}

/** Personal data that has a form: addresses of mail, cards, accounts, phones, machines. Names and street addresses have none and are not found. */
export const pii: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "pii",
  summary: "personal data that has a form: email, phone, card, IBAN, US social security number, IP address",
  options,
  actions: ["block", "flag", "redact"],
  compile({ kinds, country }) {
    const wanted = (kind: string): boolean => kinds === undefined || kinds.includes(kind);
    const { find } = patternDetector(PATTERNS.filter(({ kind }) => wanted(kind)));
    return wanted("phone") ? { find: (text) => [...find(text), ...findPhones(text, country)] } : { find };
  },
};
