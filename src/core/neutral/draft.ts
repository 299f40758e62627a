import { parseJson } from "../json.ts";
import type { NeutralMessage, Obstacle } from "./neutral.ts";

const GRAVITY: readonly Obstacle[] = ["external_file", "hosted_tool", "stateful"];

/** A neutral request in the making: what the readers of one body share. */
export interface Draft {
  readonly messages: NeutralMessage[];
  /** SHA-256 of a text in hex: images and files stand by it. */
  readonly sha256: (text: string) => string;
  readonly callNumbers: Map<unknown, number>;
  calls: number;
  images: boolean;
  obstacle: Obstacle | null;
  whole: boolean;
}

export function newDraft(sha256: (text: string) => string): Draft {
  return { messages: [], sha256, callNumbers: new Map(), calls: 0, images: false, obstacle: null, whole: true };
}

/** Keeps the gravest obstacle met. */
export function meet(draft: Draft, obstacle: Obstacle): void {
  if (draft.obstacle === null || GRAVITY.indexOf(obstacle) > GRAVITY.indexOf(draft.obstacle)) draft.obstacle = obstacle;
}

/** Part of the prompt lies with the provider. */
export function meetStoredPart(draft: Draft): void {
  meet(draft, "stateful");
  draft.whole = false;
}

/** The number of a tool call: ids count in the order in which they first appear. */
export function callNumber(draft: Draft, id: unknown): number {
  return draft.callNumbers.get(id) ?? newCallNumber(draft, id);
}

/** A new number for an id, even one seen before: old chat requests know their calls by the function's name alone. */
export function newCallNumber(draft: Draft, id: unknown): number {
  const number = draft.calls++;
  draft.callNumbers.set(id, number);
  return number;
}

/** Arguments of a tool call: the value of their JSON, else the text; none at all is an empty object. */
export function readArguments(value: unknown): unknown {
  if (value === undefined || value === null || value === "") return {};
  if (typeof value !== "string") return value;
  const read = parseJson(value);
  return read === undefined ? value : read;
}
