import { hash64 } from "../core/dice.ts";
import type { Envelope } from "./envelopes.ts";
import { ENVELOPES } from "./envelopes.ts";
import { materialJson, type Material } from "./material.ts";
import type { Rubric } from "./rubric.ts";

/** Which answer stands first, as `a`. */
export const ORDERS = ["original_first", "replay_first"] as const;

export type Order = (typeof ORDERS)[number];

/** Which answer of a pair stands first, by a hash: as often the one as the other. */
export function slotOrder(request_id: string, seed: string): Order {
  return ORDERS[hash64(`${seed}:slot:${request_id}`).lo & 1] as Order;
}

/** Tries of one question: as it is, once more as it is, and with "JSON only". */
export const MOST_TRIES = 3;

/** A question in the words of OpenAI's chat API, which every provider is translated from; without model and token limit. */
export interface Question {
  readonly messages: readonly { readonly role: "system" | "user"; readonly content: string }[];
  readonly response_format: {
    readonly type: "json_schema";
    readonly json_schema: { readonly name: string; readonly strict: true; readonly schema: unknown };
  };
}

/**
 * What a judge is asked about a pair in one order. The answers are JSON inside a block between two marks.
 * @param nonce random, so that no answer can close the block; throws where the material holds it
 * @param attempt from 0
 */
export function judgeQuestion(rubric: Rubric, material: Material, order: Order, nonce: string, attempt = 0): Question {
  const envelope: Envelope = ENVELOPES[rubric.protocol];
  const { request, original, replay } = material;
  const block = materialJson(
    order === "original_first" ? { request, a: original, b: replay } : { request, a: replay, b: original },
  );
  if (nonce.length < 16 || block.includes(nonce)) {
    throw new RangeError("the mark around the material must be random, of 16 characters at least, and not in it");
  }
  const mark = `----- ${nonce} -----`;
  const insist = attempt + 1 < MOST_TRIES ? [] : [envelope.insist];
  return {
    messages: [
      {
        role: "system",
        content: [envelope.instructions, `Criterion: ${JSON.stringify(rubric.criterion)}`, envelope.form].join("\n\n"),
      },
      { role: "user", content: [mark, block, mark, ...insist].join("\n") },
    ],
    response_format: {
      type: "json_schema",
      json_schema: { name: envelope.name, strict: true, schema: envelope.schema },
    },
  };
}
