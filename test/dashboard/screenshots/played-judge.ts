import { hash64 } from "../../../src/core/dice.ts";
import { canonicalJson } from "../../../src/core/canonical.ts";
import type { ShownAnswer } from "../../../src/judging/material.ts";

type Said = "A" | "B" | "tie";

const BLOCK = /^-----.*-----$/mu;
const WORSE_BELOW = 0.16;
const BETTER_ABOVE = 0.92;

const REASONS: Readonly<Record<Said, readonly string[]>> = {
  A: [
    "A names every decision of the minutes; B leaves out the one on the budget.",
    "A gives the total in cents as the schema asks for. B rounds it to whole euros.",
    "Both name the right team, but A sets the priority that the message calls for.",
  ],
  B: [
    "B names every decision of the minutes; A leaves out the one on the budget.",
    "B gives the total in cents as the schema asks for. A rounds it to whole euros.",
    "Both name the right team, but B sets the priority that the message calls for.",
  ],
  tie: [
    "Both say the same in other words.",
    "The calls agree in everything that matters.",
    "No difference in substance.",
  ],
};

/** A number from 0 to below 1 that is always the same for a text. */
function chance(text: string): number {
  return (hash64(text).lo >>> 0) / 2 ** 32;
}

/** What the replay is worth against the original: mostly the same, sometimes less, seldom more. */
function worth(replay: ShownAnswer): -1 | 0 | 1 {
  const drawn = chance(canonicalJson(replay));
  return drawn < WORSE_BELOW ? -1 : drawn > BETTER_ABOVE ? 1 : 0;
}

/** What a judge can tell of an answer: whether it is the one in the log, and whether a model that is played here gave it. */
export interface JudgeKnows {
  readonly logged: (question: string, side: ShownAnswer) => boolean;
  readonly played: (side: ShownAnswer) => boolean;
}

interface Shown {
  readonly request: readonly { readonly content: unknown }[];
  readonly a: ShownAnswer;
  readonly b: ShownAnswer;
}

function preferred({ request, a, b }: Shown, { logged, played }: JudgeKnows): Said {
  if (canonicalJson(a) === canonicalJson(b)) return "tie";
  const first = logged(String(request.at(-1)?.content), a);
  const replay = first ? b : a;
  // Nobody gave this: a question whose answer is known.
  const value = played(replay) ? worth(replay) : -1;
  if (value === 0) return "tie";
  return (replay === a) === value > 0 ? "A" : "B";
}

/** The completion of a judge who reads the block between the marks. */
export function judgement(user: string, knows: JudgeKnows): object {
  const shown = JSON.parse(user.split(BLOCK)[1] as string) as Shown;
  const verdict = preferred(shown, knows);
  const reasons = REASONS[verdict];
  const reason = reasons[Math.floor(chance(canonicalJson([shown.a, shown.b])) * reasons.length)] as string;
  const said = { reason, a_errors: [], b_errors: [], verdict, injection_suspected: false };
  return {
    id: "j1",
    object: "chat.completion",
    created: 1,
    model: "judge",
    choices: [{ index: 0, message: { role: "assistant", content: JSON.stringify(said) }, finish_reason: "stop" }],
    usage: { prompt_tokens: 900, completion_tokens: 60, total_tokens: 960 },
  };
}
