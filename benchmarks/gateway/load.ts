import { parseArgs } from "node:util";
import autocannon from "autocannon";

/** What one load came to. */
export interface Load {
  /** Answers with a status below 300, and all others, broken connections among them. */
  readonly successes: number;
  readonly failures: number;
  readonly seconds: number;
  /** Answers a second. */
  readonly rate: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly worst_ms: number;
}

const QUESTION = "Where is my order? I ordered a rake and two shovels last week. ";
const INSTRUCTIONS =
  "You are a support agent of a shop that sells garden tools. Be brief, be kind, never promise a delivery date you do not know, and ask for the order number where it is missing.";

/** 1.1 KB, as a support desk would send it. */
function bodyOf(stream: boolean): string {
  const messages = [
    { role: "system", content: INSTRUCTIONS },
    { role: "user", content: QUESTION.repeat(11) },
  ];
  return JSON.stringify({
    model: "gpt-4o-mini",
    messages,
    temperature: 0.2,
    max_tokens: 200,
    ...(stream ? { stream } : {}),
  });
}

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "" },
    connections: { type: "string", default: "32" },
    requests: { type: "string", default: "1000" },
    stream: { type: "boolean", default: false },
    rate: { type: "string" },
    headers: { type: "string", default: "{}" },
  },
});
const requests = Number(values.requests);
const taken: number[] = [];
let successes = 0;
let last = 0;
const started = performance.now();
await new Promise<void>((resolve, reject) => {
  const running = autocannon(
    {
      url: values.url,
      connections: Number(values.connections),
      amount: requests,
      ...(values.rate === undefined ? {} : { overallRate: Number(values.rate) }),
      timeout: 60,
      method: "POST",
      headers: { "content-type": "application/json", ...(JSON.parse(values.headers) as Record<string, string>) },
      body: bodyOf(values.stream),
    },
    (error: Error | null) => (error === null ? resolve() : reject(error)),
  );
  // Its own figures are whole milliseconds and whole seconds.
  running.on("response", (_client, status, _bytes, time) => {
    last = performance.now();
    taken.push(time);
    if (status < 300) successes++;
  });
});
const sorted = taken.toSorted((a, b) => a - b);
const quantile = (share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
const seconds = (last - started) / 1_000;
const load: Load = {
  successes,
  failures: requests - successes,
  seconds,
  rate: successes / seconds,
  p50_ms: quantile(0.5),
  p99_ms: quantile(0.99),
  worst_ms: sorted.at(-1) ?? Number.NaN,
};
console.log(JSON.stringify(load));
