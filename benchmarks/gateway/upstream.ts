import { createServer } from "node:http";
import { ANSWER } from "../chat-answer.ts";

/** A provider that answers at once: 0.8 KB of JSON, or 60 events, each sent by itself as models send them; `pace` ms between events. gpt-4.1 never answers. Arguments: port, pace. */
const [port = "0", pace = "0"] = process.argv.slice(2);
const paceMs = Number(pace);

const CHUNKS = 60;
const event = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: "chatcmpl-benchmark", object: "chat.completion.chunk", created: 1_790_000_000, model: "gpt-4o-mini", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const EVENTS: readonly Buffer[] = [
  ...Array.from({ length: CHUNKS - 3 }, (_, at) =>
    event(at === 0 ? { role: "assistant", content: "The" } : { content: " word" }, null),
  ),
  event({}, "stop"),
  `data: ${JSON.stringify({ id: "chatcmpl-benchmark", object: "chat.completion.chunk", created: 1_790_000_000, model: "gpt-4o-mini", choices: [], usage: { prompt_tokens: 212, completion_tokens: 48, total_tokens: 260 } })}\n\n`,
  "data: [DONE]\n\n",
].map((text) => Buffer.from(text));

const JSON_HEAD = { "content-type": "application/json", "content-length": ANSWER.length };
const STREAM = Buffer.from('"stream":true');
const SILENT = Buffer.from('"model":"gpt-4.1"');

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (chunk: Buffer) => parts.push(chunk));
  request.on("end", () => {
    if (parts.some((part) => part.includes(SILENT))) return;
    if (!parts.some((part) => part.includes(STREAM))) {
      response.writeHead(200, JSON_HEAD).end(ANSWER);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    let at = 0;
    if (paceMs === 0) {
      const next = (): void => {
        response.write(EVENTS[at++]);
        if (at < EVENTS.length) setImmediate(next);
        else response.end();
      };
      next();
      return;
    }
    const timer = setInterval(() => {
      const next = EVENTS[at++];
      if (next !== undefined) response.write(next);
      else {
        clearInterval(timer);
        response.end();
      }
    }, paceMs);
    response.on("close", () => clearInterval(timer));
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : null }));
});
