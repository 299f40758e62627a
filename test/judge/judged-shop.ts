import { askedAgain, completion, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import type { AskedBody } from "../gateway/running.ts";

export { completion };

/** An answer of some words, all there and in order. */
export const whole = (at: number, more = ""): string =>
  `answer ${at} begins here and goes on for a while in plain words so that it has an end${more} done.`;

const BLOCK = /^-----.*-----$/mu;

/** What a judge was shown. */
export interface Shown {
  readonly a: { readonly text: string | null };
  readonly b: { readonly text: string | null };
  /** The number of the question that both answer. */
  readonly at: number;
  readonly user: string;
}

export function shownTo(body: AskedBody): Shown {
  const user = (body.messages as readonly { readonly content: string }[])[1]?.content ?? "";
  const { request, a, b } = JSON.parse(user.split(BLOCK)[1] as string) as Shown & {
    request: readonly { content: string }[];
  };
  return { a, b, at: numberOf({ messages: request } as never), user };
}

/** Better is an answer that says where it comes from, good one that is whole, bad any other. */
function quality(text: string | null, at: number): number {
  if (text === `${whole(at)} Source: handbook.`) return 2;
  return text === whole(at) || text === whole(at, " that is put otherwise") ? 1 : 0;
}

export const verdict = (said: "A" | "B" | "tie"): string =>
  JSON.stringify({ reason: `${said} it is`, a_errors: [], b_errors: [], verdict: said, injection_suspected: false });

/** The verdict of a judge who can read. */
export function fair({ a, b, at }: Shown): "A" | "B" | "tie" {
  const [one, other] = [quality(a.text, at), quality(b.text, at)];
  return one === other ? "tie" : one > other ? "A" : "B";
}

/** What each model says as a judge. */
export type Judges = Readonly<
  Record<
    string,
    (
      shown: Shown,
      body: AskedBody,
    ) => { readonly status?: number; readonly text: string; readonly ms?: number; readonly finish?: string }
  >
>;

export const ROWS = 100;

/** Of a hundred questions: 10 answered worse, 20 better, 10 word by word the same, one not at all, the others in other words. */
export function replayed(at: number): { readonly status?: number; readonly text: string } {
  if (at === 7) return { status: 400, text: "no" };
  if (at % 10 === 3) return { text: "Please write to somebody else about this matter, for example to the office." };
  if (at % 10 === 4 || at % 10 === 6) return { text: `${whole(at)} Source: handbook.` };
  return { text: at % 10 === 5 ? whole(at) : whole(at, " that is put otherwise") };
}

export interface JudgedShop extends AskedAgain {
  /** Of the experiment: sim_... */
  readonly experiment: string;
  /** Whatever the provider was asked, in order. */
  readonly asked: readonly AskedBody[];
}

/** A log of a hundred calls of gpt-4o, an experiment on it with gpt-4o-mini, and judges at the same provider. */
export async function judgedShop(judges: Judges): Promise<JudgedShop> {
  const asked: AskedBody[] = [];
  const calls = Array.from({ length: ROWS }, (_, at) => {
    const made = logged(at);
    return { ...made, columns: { ...made.columns, response: completion(whole(at)) } };
  });
  const shop = await askedAgain(calls, (body) => {
    asked.push(body);
    const judge = judges[body.model as string];
    if (judge === undefined) return replayed(numberOf(body));
    return judge(shownTo(body), body);
  });
  const { id } = await shop.json<{ id: string }>(
    "experiment",
    "--config",
    shop.config,
    "--last",
    "7d",
    "--policy",
    "single:gpt-4o-mini:openai",
    "--sample",
    "all",
    "--max-spend",
    "1",
    "--control",
    "none",
  );
  return Object.assign(shop, { experiment: id, asked });
}
