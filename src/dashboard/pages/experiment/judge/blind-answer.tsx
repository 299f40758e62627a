import type { ShownAnswer } from "../../../../judging/material.ts";
import { LongText } from "../../../parts/long-text.tsx";

const NO_CALLS: NonNullable<ShownAnswer["tool_calls"]> = [];

/** An answer without a word of who gave it. */
export function BlindAnswer({ name, answer }: { readonly name: string; readonly answer: ShownAnswer }) {
  const { text, tool_calls: calls = NO_CALLS } = answer;
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">Answer {name}</h3>
      {answer.refused === true && <p className="text-xs text-soft">It declines.</p>}
      {text === null && calls.length === 0 && <p className="text-sm text-soft">It says nothing.</p>}
      {text !== null && <LongText text={text} label={`Answer ${name}`} />}
      {calls.length > 0 && <LongText text={JSON.stringify(calls, null, 2)} label={`Tool calls of answer ${name}`} />}
    </section>
  );
}
