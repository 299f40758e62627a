import { setTimeout as sleep } from "node:timers/promises";
import type { ServerResponse } from "node:http";
import { readAnswer } from "../../../src/core/answer/read-answer.ts";
import { canonicalJson } from "../../../src/core/canonical.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Call } from "../../../src/core/send.ts";
import { shownAnswer, type ShownAnswer } from "../../../src/judging/material.ts";
import { mock } from "../../../src/providers/mock.ts";
import { liveRuntime } from "../../../src/sends/runtime.ts";
import { chunk, upstream, type AskedBody, type Upstream } from "../../gateway/running.ts";
import { judgement, type JudgeKnows } from "./played-judge.ts";

/** Answers so late that an experiment which asks it is seen while it runs. */
export const SLOW_MODEL = "gpt-4.1-nano";
const SLOW_MS = 6_000;
/** Is down, so that the gateway leaves it alone for a while. */
export const BROKEN_MODEL = "gpt-3.5-turbo";
export const JUDGE_MODEL = "gpt-4.1";

interface Completion {
  readonly choices: readonly {
    readonly message: { readonly content: string | null };
    readonly finish_reason: string;
  }[];
  readonly usage: object;
}

const HEAD = { "content-type": "application/json" };
const FAILURES: Readonly<Record<string, number>> = { rate_limited: 429, timeout: 504, server: 500 };

/** What is asked last: by it requests are told apart. */
function questionOf(messages: unknown): string {
  return String((messages as readonly { readonly content: unknown }[]).at(-1)?.content);
}

/** Null where nothing was answered. */
function shown(response: unknown): ShownAnswer | null {
  const answer = readAnswer(response);
  return answer === null ? null : shownAnswer(answer);
}

async function inParts(response: ServerResponse, { choices, usage }: Completion, outcome: Outcome): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const words = (choices[0]?.message.content ?? "").split(/(?<= )/u);
  const pause = ((outcome.latency_ms ?? 0) - (outcome.ttft_ms ?? 0)) / words.length;
  await sleep(outcome.ttft_ms ?? 0);
  for (const word of words) {
    response.write(chunk({ content: word }));
    // oxlint-disable-next-line no-await-in-loop
    await sleep(pause);
  }
  response.write(chunk({}, choices[0]?.finish_reason ?? "stop"));
  response.end(
    `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", choices: [], usage })}\n\ndata: [DONE]\n\n`,
  );
}

/** A line of an exported log, as far as the judge looks at it. */
export interface LoggedLine {
  readonly request: { readonly messages: unknown };
  readonly response: unknown;
}

/** A provider on loopback: it plays models at their pace, as the mock of sample data does, and a judge of what they answered. @param log what the judge knows the original answers by */
export function playedModels(log: readonly LoggedLine[]): Promise<Upstream> {
  const runtime = liveRuntime(() => Date.now());
  const play = mock.connect({ runtime, seed: "demo", cost: () => null });
  const given = new Set<string>();
  const logged = new Set(
    log.flatMap(({ request, response }) =>
      response === null ? [] : [`${questionOf(request.messages)} ${canonicalJson(shown(response))}`],
    ),
  );
  const knows: JudgeKnows = {
    logged: (question, side) => logged.has(`${question} ${canonicalJson(side)}`),
    played: (side) => given.has(canonicalJson(side)),
  };
  const calls = new Map<string, number>();

  async function answer(response: ServerResponse, body: AskedBody): Promise<void> {
    const { model } = body;
    if (model === BROKEN_MODEL) {
      response.writeHead(503, HEAD).end(JSON.stringify({ error: { message: "The server is overloaded." } }));
      return;
    }
    if (model === JUDGE_MODEL) {
      response.writeHead(200, HEAD).end(JSON.stringify(judgement(questionOf(body.messages), knows)));
      return;
    }
    if (model === SLOW_MODEL) await sleep(SLOW_MS);
    const key = `${model} ${canonicalJson(body.messages)}`;
    const call = calls.get(key) ?? 0;
    calls.set(key, call + 1);
    const asked: Call = { target: `${model}:openai`, kind: "first", try: call, patch: null, deadline_ms: null };
    const outcome = await play({ ...body }, asked, runtime.child(null).signal);
    if (!outcome.ok) {
      const { class: kind = "server", message = "It failed." } = outcome.failure ?? {};
      response.writeHead(FAILURES[kind] ?? 500, HEAD).end(JSON.stringify({ error: { message } }));
      return;
    }
    const completion = outcome.response as Completion;
    given.add(canonicalJson(shown(completion)));
    if (body.stream === true) return inParts(response, completion, outcome);
    await sleep(outcome.latency_ms ?? 0);
    response.writeHead(200, HEAD).end(JSON.stringify(completion));
  }

  return upstream((_, response, body) => {
    answer(response, body).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, HEAD);
      response.end(JSON.stringify({ error: { message: String(error) } }));
    });
  });
}
