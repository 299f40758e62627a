import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { readAnswer } from "../../core/answer/read-answer.ts";
import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import type { LiveAnswer, LiveRequest } from "../../core/live/live-send.ts";
import type { Upstream } from "../../core/live/upstream.ts";
import { CLIENT_DIALECTS } from "../../dialects/index.ts";
import { lightSignal } from "../../sends/light-signal.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import { modelsOfDialect } from "./models.ts";
import { translated } from "./translated-send.ts";

const WIRE = join(import.meta.dirname, "../../../../shared/data/wire");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";
const DIALECTS = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
const ASKED: Readonly<Record<string, JsonObject>> = {
  "openai-chat": { messages: [{ role: "user", content: "hi" }] },
  "openai-responses": { input: "hi" },
  "anthropic-messages": { max_tokens: 9, messages: [{ role: "user", content: "hi" }] },
};

/** Recordings of one dialect: folder, and how its files begin. */
const FOLDERS = [
  ["anthropic-messages", "anthropic", "anthropic-"],
  ["openai-responses", "openai", "responses__"],
  ["openai-chat", "openai", "chat__"],
  ["openai-chat", "mistral", "mistral-"],
] as const;

/** What only a request in the provider's own dialect can ask for: its own tools, its own compaction. */
const OWN = /"type": ?"(?:apply_patch_call|shell_call|local_shell_call|tool_search_call|custom_tool_call|compaction)"/u;

interface Recorded {
  readonly dialect: (typeof FOLDERS)[number][0];
  readonly file: string;
  readonly text: string;
  readonly stream: boolean;
}

function recordingsIn([dialect, folder, prefix]: (typeof FOLDERS)[number]): readonly Recorded[] {
  if (!existsSync(WIRE)) return [];
  return readdirSync(join(WIRE, folder))
    .filter((name) => name.startsWith(prefix))
    .flatMap((name): Recorded[] => {
      const file = join(folder, name);
      const text = readFileSync(join(WIRE, file), "utf8");
      if (name.endsWith(".json")) return [{ dialect, file, text, stream: false }];
      const lines = text.split("\n").filter((line) => isObject(parseJson(line)));
      // Some files hold several answers, one after the other.
      if (lines.filter((line) => /"type":"(?:response\.created|message_start)"/u.test(line)).length > 1) return [];
      const named = lines.map((line) => {
        const { type } = parseJson(line) as { readonly type?: string };
        return `${type === undefined ? "" : `event: ${type}\n`}data: ${line}\n\n`;
      });
      const end = dialect === "openai-chat" ? "data: [DONE]\n\n" : "";
      return [{ dialect, file, text: named.join("") + end, stream: true }];
    });
}

/** Its pieces do not add up to its text: some were not recorded. */
const PIECES_MISSING = "responses__openai-phase.1.chunks.txt";

const recordings = FOLDERS.flatMap(recordingsIn).filter(
  ({ file, text }) => !OWN.test(text) && !file.endsWith(PIECES_MISSING),
);

const saying =
  ({ text, stream }: Recorded): Upstream =>
  (_, handler) => {
    setImmediate(() => {
      handler.head(200, { "content-type": stream ? "text/event-stream" : "application/json" });
      handler.data(new TextEncoder().encode(text));
      handler.end();
    });
    return { abort: () => {}, pause: () => {}, resume: () => {} };
  };

async function told(recorded: Recorded, client: string) {
  const dialect = DIALECTS.get(client as "openai-chat")!;
  const send = translated({
    upstream: saying(recorded),
    models: modelsOfDialect(recorded.dialect)!,
    dialect,
    translation: dialect.translation!,
    headers: {},
    timeouts: { total: 5_000, first_token: 5_000, idle: 5_000 },
    setup: {
      runtime: liveRuntime(() => performance.now()),
      now: () => 0,
      cost: () => 0,
      dialects: DIALECTS,
      maxAnswerBytes: 2 ** 26,
    },
  });
  const body = { model: "m", ...ASKED[client], stream: recorded.stream };
  const request: LiveRequest = {
    request_id: "r",
    dialect: dialect.name,
    body,
    bytes: new TextEncoder().encode(JSON.stringify(body)),
    stream: recorded.stream,
    buffered: true,
    gone: lightSignal(),
  };
  const call = { target: "m:p", kind: "first", try: 0, patch: null, deadline_ms: null } as const;
  const outcome = await send(request, call, lightSignal());
  const text = Buffer.concat([...((outcome.response as LiveAnswer | undefined)?.chunks ?? [])]).toString();
  const answer = recorded.stream ? dialect.reassemble(text) : parseJson(text);
  return { outcome, answer: isObject(answer) ? answer : null };
}

describe.each(Object.keys(ASKED))("what providers said, told in %s", (client) => {
  beforeEach(({ skip }) => skip(!existsSync(WIRE), MISSING));

  it("is held against recordings of both other dialects", () => {
    const others = new Set(recordings.map(({ dialect }) => dialect).filter((dialect) => dialect !== client));
    expect(others.size).toBe(2);
  });

  it.each(recordings.filter(({ dialect }) => dialect !== client).map((one) => [one.file, one] as const))(
    "%s",
    async (_, recorded) => {
      const native = DIALECTS.get(recorded.dialect)!;
      const own = recorded.stream ? native.reassemble(recorded.text) : parseJson(recorded.text);
      const said = readAnswer(own);
      const watch = native.watch();
      watch.push(new TextEncoder().encode(recorded.text));
      const failed = recorded.stream ? watch.failure !== null || !watch.ended : native.checkBody(own) !== null;
      const { outcome, answer } = await told(recorded, client);
      expect(outcome.ok, JSON.stringify(outcome.failure)).toBe(!failed);
      if (failed) return;
      const other = readAnswer(answer);
      expect(other?.text ?? "").toBe(said?.text ?? "");
      expect(other?.tool_calls).toEqual(said?.tool_calls);
      expect(outcome.usage).not.toBeNull();
    },
  );
});
