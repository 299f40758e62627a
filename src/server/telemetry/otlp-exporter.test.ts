import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { OtlpSpan } from "./genai-span.ts";
import { otlpExporter, type OtlpExporter, type OtlpParts } from "./otlp-exporter.ts";

interface Got {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly names: readonly string[];
  readonly document: unknown;
}

let collector: Server;
let port: number;
let got: Got[];
/** What the collector answers next; null = nothing, ever. */
let answers: ({ readonly status: number; readonly body?: string } | null)[];
let told: (string | null)[];
let exporter: OtlpExporter | undefined;

async function listen(at: number): Promise<void> {
  collector = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const answer = answers.length === 0 ? { status: 200 } : answers.shift();
      const document = JSON.parse(text) as {
        readonly resourceSpans: readonly [{ readonly scopeSpans: readonly [{ readonly spans: readonly OtlpSpan[] }] }];
      };
      const names = document.resourceSpans[0].scopeSpans[0].spans.map(({ name }) => name);
      got.push({ path: request.url, authorization: request.headers.authorization, names, document });
      if (answer != null) response.writeHead(answer.status).end(answer.body ?? "{}");
    });
  });
  await new Promise<void>((ready) => collector.listen(at, "127.0.0.1", ready));
  ({ port } = collector.address() as AddressInfo);
}

async function unlisten(): Promise<void> {
  collector.closeAllConnections();
  await new Promise((done) => collector.close(done));
}

beforeEach(async () => {
  [got, answers, told] = [[], [], []];
  await listen(0);
});
afterEach(async () => {
  await exporter?.close();
  await unlisten();
});

function started(parts: Partial<OtlpParts> = {}): OtlpExporter {
  exporter = otlpExporter({
    url: `http://127.0.0.1:${port}/v1/traces`,
    headers: { authorization: "Basic abc==" },
    resource: { "service.name": "gateway" },
    version: "1.2.3",
    fetch,
    onTrouble: (trouble) => told.push(trouble),
    everyMs: 20,
    ...parts,
  });
  return exporter;
}

const span = (name: number): OtlpSpan => ({
  traceId: "0".repeat(31) + "1",
  spanId: "0".repeat(15) + "1",
  name: String(name),
  kind: 3,
  startTimeUnixNano: "1",
  endTimeUnixNano: "2",
  attributes: [],
  status: {},
});
const spans = (count: number, from = 0): readonly OtlpSpan[] =>
  Array.from({ length: count }, (_, index) => span(from + index));
const names = (): readonly number[] => got.flatMap((one) => one.names.map(Number));
const range = (count: number, from = 0): readonly number[] => Array.from({ length: count }, (_, index) => from + index);
const soon = (look: () => void): Promise<void> => vi.waitFor(look, { timeout: 5_000, interval: 10 });

describe("spans go to a collector", () => {
  it("in batches, with what sends them and the headers they need", async () => {
    const { add, stats } = started({ everyMs: 60_000 });
    for (const one of spans(700)) add([one]);
    await soon(() => expect(got).toHaveLength(1));
    expect(got[0]).toMatchObject({ path: "/v1/traces", authorization: "Basic abc==" });
    expect(got[0]?.document).toMatchObject({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "gateway" } }] },
          scopeSpans: [{ scope: { name: "understudy", version: "1.2.3" } }],
        },
      ],
    });
    await exporter?.close();
    expect(got.map((one) => one.names.length)).toEqual([512, 188]);
    expect(names()).toEqual(range(700));
    expect([stats(), told]).toEqual([{ sent: 700, dropped: 0 }, []]);
  });

  it("again, where the collector is busy or away for a moment", async () => {
    answers = [{ status: 503 }, { status: 429 }];
    const { add, stats } = started();
    add(spans(3));
    await soon(() => expect(stats().sent).toBe(3));
    expect(got).toHaveLength(3);
    await unlisten();
    add(spans(2, 3));
    await soon(() => expect(told).toHaveLength(3));
    await listen(port);
    await soon(() => expect(stats().sent).toBe(5));
    expect(names()).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4]);
    expect(told).toEqual([
      "the collector answered 503",
      null,
      expect.stringMatching(/^the collector cannot be reached: /u),
      null,
    ]);
    expect(stats().dropped).toBe(0);
  });

  it("until there are too many of them: the oldest go, and are counted", async () => {
    await unlisten();
    const { add, stats } = started({ mostKept: 100 });
    for (const one of spans(1_000)) add([one]);
    expect(stats().dropped).toBeGreaterThanOrEqual(900);
    await soon(() => expect(told).toHaveLength(1));
    await listen(port);
    await soon(() => expect(stats().sent).toBe(1_000 - stats().dropped));
    expect(names()).toEqual(range(stats().sent, stats().dropped));
  });

  it("and are counted where the collector does not want them", async () => {
    answers = [{ status: 400 }, { status: 200, body: '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"x"}}' }];
    const { add, stats } = started();
    add(spans(3));
    await soon(() => expect(stats()).toEqual({ sent: 0, dropped: 3 }));
    add(spans(5));
    await soon(() => expect(stats()).toEqual({ sent: 3, dropped: 5 }));
    expect(told).toEqual(["the collector answered 400"]);
    expect(got).toHaveLength(2);
  });

  it("but never make anybody wait: not who adds them, and not for long who stops", async () => {
    answers = [null, null];
    const { add, stats, close } = started({ closeMs: 100 });
    add(spans(512));
    await soon(() => expect(got).toHaveLength(1));
    const before = performance.now();
    for (let round = 0; round < 100; round++) add(spans(20));
    expect(performance.now() - before).toBeLessThan(1_000);
    const closing = performance.now();
    await close();
    expect(performance.now() - closing).toBeLessThan(3_000);
    expect(stats()).toEqual({ sent: 0, dropped: 2_512 });
  });
});
