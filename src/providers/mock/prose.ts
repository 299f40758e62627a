import type { Draws } from "./draws.ts";

const SUBJECTS = ["The customer", "Our team", "The order", "The invoice", "This report", "The carrier", "The account"];
const VERBS = ["mentions", "confirms", "delays", "covers", "explains", "needs", "closes", "reopens", "compares"];
const OBJECTS = [
  "a late parcel",
  "the second refund",
  "an unpaid balance",
  "the new address",
  "two damaged items",
  "a change of plan",
  "the missing receipt",
  "an earlier promise",
];
const TAILS = [
  "before the end of the month",
  "after a call with support",
  "as agreed last week",
  "without further questions",
  "in the same message",
  "for the third time",
  "according to the log",
];

export function sentence(from: Draws): string {
  return `${from.pick(SUBJECTS)} ${from.pick(VERBS)} ${from.pick(OBJECTS)} ${from.pick(TAILS)}.`;
}

/** Sentences of about this many tokens. */
export function prose(from: Draws, tokens: number): string {
  let text = sentence(from);
  while (countTokens(text) < tokens) text += ` ${sentence(from)}`;
  return text;
}

/** About four characters make a token. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The text without what is beyond this many tokens. */
export function cutToTokens(text: string, tokens: number): string {
  return text.slice(0, tokens * 4);
}
