import { createServer } from "node:http";
import { ANSWER } from "../chat-answer.ts";

/** A provider that answers every request after the same time with 0.8 KB of JSON, and tells at `/stats` what it was asked. Argument: ms. */
const delay = Number(process.argv[2] ?? "100");

const HEAD = { "content-type": "application/json", "content-length": ANSWER.length };

export interface Asked {
  readonly requests: number;
  /** Under way at once, at most. */
  readonly peak: number;
  /** Time from the last byte of a request to the first of its answer, on average, ms. */
  readonly mean_ms: number;
  /** From the first request to the last answer, ms. */
  readonly span_ms: number;
}

let requests = 0;
let underWay = 0;
let peak = 0;
let sum = 0;
let first = 0;
let last = 0;

const server = createServer((request, response) => {
  if (request.url === "/stats") {
    const asked: Asked = { requests, peak, mean_ms: sum / requests, span_ms: last - first };
    response.end(JSON.stringify(asked));
    [requests, peak, sum] = [0, 0, 0];
    return;
  }
  request.resume().on("end", () => {
    const began = performance.now();
    if (requests++ === 0) first = began;
    peak = Math.max(peak, ++underWay);
    setTimeout(() => {
      underWay -= 1;
      last = performance.now();
      sum += last - began;
      response.writeHead(200, HEAD).end(ANSWER);
    }, delay);
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${JSON.stringify({ port: typeof address === "object" ? address?.port : null })}\n`);
});
