import { dateWords } from "./date-words.ts";
import type { Guard } from "./guard.ts";

/** Digits with what stands between them in amounts, dates, times, versions and ranges; thousands may be parted by a space. */
const NUMBER = /(?<![\p{L}\p{N}_.,])\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?![\d.,]*\d)|\d+(?:[.,:/'’-]\d+)*/gu;
const LIST_MARK = /^[^\S\n]*\d{1,3}[.)][^\S\n]+/gmu;
const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/giu;
/** Most texts have none, and that is quickly seen. */
const HAS_NUMBER = /[\p{N}\p{Sc}]/u;
const SIGN = /(?<=^|[\s(=:,])-\p{Sc}?$/u;

const CURRENCIES: Readonly<Record<string, string>> = {
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  "₩": "KRW",
  "₽": "RUB",
  "₴": "UAH",
  "₺": "TRY",
  "₫": "VND",
};
const CURRENCY = /\p{Sc}|(?<=\d\s?)(?:[A-Z]{3})(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])[A-Z]{3}(?=\s?\d)/gu;
const CODES = new Set(
  "USD EUR GBP JPY INR KRW RUB UAH TRY VND CHF CAD AUD NZD CNY SEK NOK DKK PLN CZK HUF BRL MXN ZAR SGD HKD".split(" "),
);

/** Amounts, dates and currencies. Thousands separators, closing zeros and decimal commas make no difference; list numbers are none. */
export const numbers: Guard = {
  kind: "number",
  counted: true,
  find(text) {
    if (!HAS_NUMBER.test(text)) return dateWords(text);
    const plain = westernDigits(text.normalize("NFKC")).replaceAll(/[–—−]/gu, "-").replaceAll(ADDRESS, " ");
    const body = plain.replaceAll(LIST_MARK, "");
    const amounts = Array.from(body.matchAll(NUMBER), (found) => {
      const sign = SIGN.test(body.slice(Math.max(0, found.index - 3), found.index)) ? "-" : "";
      return sign + spelling(found[0]);
    });
    const currencies = Array.from(body.matchAll(CURRENCY), ([name]) => CURRENCIES[name] ?? name);
    return [...amounts, ...currencies.filter((name) => CODES.has(name)), ...dateWords(body)];
  },
};

function spelling(number: string): string {
  const text = number.replaceAll(/[ '’]/gu, "");
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(text)) return decimal(text.replaceAll(",", ""));
  if (/^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:\.\d{3}){2,}$/u.test(text)) {
    return decimal(text.replaceAll(".", "").replace(",", "."));
  }
  if (/^\d+,\d+$/u.test(text)) return decimal(text.replace(",", "."));
  return /^\d+(?:\.\d+)?$/u.test(text) ? decimal(text) : text;
}

function decimal(text: string): string {
  const whole = text.includes(".") ? text.replace(/\.?0+$/u, "") : text;
  return whole.replace(/^0+(?=\d)/u, "");
}

/** Decimal digits of any script as 0 to 9. */
function westernDigits(text: string): string {
  return text.replaceAll(/[^\P{Nd}0-9]/gu, (digit) => {
    const point = digit.codePointAt(0) as number;
    let value = 0;
    // Digits of a script stand in one row of ten, zero first.
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
    return String(value);
  });
}
