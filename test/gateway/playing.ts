import { mkdtempSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { remove, start, upstream, type LoggedRow, type Running } from "./running.ts";

export const COMPLETION = JSON.stringify({
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello there" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});

/** What one model does with a call of its own, counted from 0. */
export type Play = (response: ServerResponse, call: number) => void;

/** Answers, and answers well. */
export const good: Play = (response) =>
  void response.writeHead(200, { "content-type": "application/json" }).end(COMPLETION);

export interface AttemptShown {
  readonly target: string;
  readonly kind: string;
  readonly ok: boolean;
  readonly failure: string | null;
  readonly started_ms: number;
}
interface Traced {
  readonly attempts: readonly AttemptShown[];
  readonly selection_reason: string;
}

/** The decision a row was served by. */
export const traceOf = (row: LoggedRow): Traced => (JSON.parse(row.trace) as { readonly decision: Traced }).decision;
export const attemptsOf = (row: LoggedRow): readonly AttemptShown[] => traceOf(row).attempts;

/** Looks until there is something. @param ms how long */
export async function until<T>(
  what: string,
  find: () => Promise<T | undefined> | T | undefined,
  ms = 5_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

export interface Asked {
  readonly path?: string;
  readonly stream?: boolean;
  readonly user?: string;
  readonly signal?: AbortSignal;
}

/** A gateway before a provider whose models each do as they are told. */
export interface Playing {
  readonly gateway: Running;
  /** Calls of a model, and how many of them are still open. */
  callsOf(model: string): { readonly made: number; readonly open: number };
  /** Messages of the calls of a model. */
  messagesOf(model: string): readonly unknown[];
  ask(model: string, asked?: Asked): Promise<Response>;
  rowOf(id: string): Promise<LoggedRow>;
  rowOfUser(user: string): Promise<LoggedRow>;
  /** All of an answer, and its row. */
  answered(response: Response): Promise<{ readonly status: number; readonly text: string; readonly row: LoggedRow }>;
  close(): Promise<void>;
}

interface Given {
  readonly plays: Readonly<Record<string, Play>>;
  /** Endpoints by name, with the policy of each. */
  readonly policies: Readonly<Record<string, object>>;
  /** Names the provider goes by, with what is special about each. */
  readonly providers: Readonly<Record<string, object>>;
}

export async function playing({ plays, policies, providers }: Given): Promise<Playing> {
  const calls = new Map<string, { made: number; open: number }>();
  const callsOf = (model: string) => calls.get(model) ?? { made: 0, open: 0 };
  const provider = await upstream((_, response, { model }) => {
    const own = callsOf(model);
    calls.set(model, own);
    own.open++;
    response.on("close", () => own.open--);
    (plays[model] as Play)(response, own.made++);
  });
  const folder = mkdtempSync(join(tmpdir(), "understudy-playing-"));
  const store = openSqliteStore(folder);
  for (const [name, policy] of Object.entries(policies)) {
    const definition = { policy } as never;
    store.control.addEndpoint({ project: "default", name, definition, created_at: Date.now(), note: null });
  }
  store.close();
  const shared = {
    kind: "openai",
    base_url: provider.url,
    allow_private: true,
    key_env: "UPSTREAM_KEY",
    models: Object.keys(plays),
  };
  const named = Object.entries(providers).map(([name, own]) => [name, { ...shared, ...own }]);
  const gateway = await start({ providers: Object.fromEntries(named) }, folder);
  const rowOf = (id: string): Promise<LoggedRow> =>
    until(`the row ${id}`, async () => {
      const { status, body } = await gateway.api("GET", `/api/logs/${id}`);
      return status === 200 ? body : undefined;
    });
  return {
    gateway,
    callsOf,
    messagesOf: (model) => provider.requests.filter((one) => one.model === model).map(({ messages }) => messages),
    ask: (model, { path = "/v1/chat/completions", stream = false, user = "", signal } = {}) =>
      fetch(`${gateway.url}${path}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${gateway.key}`,
          "content-type": "application/json",
          ...(user === "" ? {} : { "x-understudy-user": user }),
        },
        body: JSON.stringify({ model, stream, max_tokens: 50, messages: [{ role: "user", content: "hi" }] }),
        ...(signal === undefined ? {} : { signal }),
      }),
    rowOf,
    async rowOfUser(user) {
      const id = await until(`a row of ${user}`, async () => {
        const { body } = await gateway.api("GET", `/api/logs?end_user=${user}`);
        return body.rows[0]?.request_id;
      });
      return rowOf(id);
    },
    answered: async (response) => ({
      status: response.status,
      text: await response.text(),
      row: await rowOf(response.headers.get("x-understudy-request-id") ?? ""),
    }),
    async close() {
      await gateway.stop();
      await provider.close();
      remove(gateway.folder);
    },
  };
}
