import { writeFileSync } from "node:fs";
import { temporaryFolder, understudy, understudyJson, type Run } from "../understudy.ts";
import { upstream, type AskedBody, type Upstream } from "../gateway/running.ts";
import { writeMadeUpLog, type MadeUpCall } from "../made-up-log.ts";

/** What the provider does with a call. */
export type Plays = (
  body: AskedBody,
  call: number,
) => {
  readonly status?: number;
  readonly text: string;
  readonly ms?: number;
  readonly input?: number;
  readonly output?: number;
  readonly finish?: string;
};

/** A log of made-up traffic, and a provider on loopback that answers as it is told. */
export interface AskedAgain extends AsyncDisposable {
  readonly provider: Upstream;
  readonly data: string;
  /** The deployment's file. */
  readonly config: string;
  file(name: string): string;
  run(...args: readonly string[]): Promise<Run>;
  json<T>(...args: readonly string[]): Promise<T>;
}

export const ENVIRONMENT = { UPSTREAM_KEY: "upstream-secret" };

export function completion(text: string, { input = 100, output = 20, finish = "stop" } = {}): object {
  return {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content: text, refusal: null }, finish_reason: finish }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

/** A call as it stands in the log: asked `question N`, answered `answer N`. */
export function logged(at: number, more: Partial<MadeUpCall> = {}): MadeUpCall {
  const text = `question ${at}`;
  const response = completion(`answer ${at}`);
  return {
    id: `r${at}`,
    daysAgo: 1 + at / 10_000,
    input: 100,
    output: 20,
    columns: {
      request: { model: "gpt-4o", max_tokens: 200, messages: [{ role: "user", content: text }] },
      response,
      end_user: `u${at}`,
    },
    ...more,
  };
}

/** The number of the question that is asked. */
export function numberOf({ messages }: AskedBody): number {
  const last = (messages as readonly { readonly content: string }[]).at(-1);
  return Number(last?.content.replace("question ", ""));
}

export async function askedAgain(calls: readonly MadeUpCall[], plays: Plays, more: object = {}): Promise<AskedAgain> {
  const folder = temporaryFolder();
  let made = 0;
  const provider = await upstream((_, response, body) => {
    const { status = 200, text, ms = 0, input = 100, output = 20, finish = "stop" } = plays(body, made++);
    const answer = (): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(status === 200 ? completion(text, { input, output, finish }) : { error: { message: text } }),
      );
    };
    if (ms === 0) answer();
    else setTimeout(answer, ms);
  });
  const config = folder.file("understudy.yaml");
  const openai = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  writeFileSync(config, JSON.stringify({ providers: { openai, ...more } }));
  const log = folder.file("log.jsonl");
  writeMadeUpLog(log, calls);
  const data = folder.file("data");
  const imported = await understudy(["import", log, "--data", data]);
  if (imported.code !== 0) throw new Error(imported.err);
  const options = { env: ENVIRONMENT };
  return {
    provider,
    data,
    config,
    file: (name) => folder.file(name),
    run: (...args) => understudy([...args, "--data", data], options),
    json: <T>(...args: readonly string[]) => understudyJson<T>([...args, "--data", data], options),
    async [Symbol.asyncDispose]() {
      await provider.close();
      folder[Symbol.dispose]();
    },
  };
}
