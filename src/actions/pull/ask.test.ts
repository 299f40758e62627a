import { describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { asker, type AskParts, type Http } from "./ask.ts";

const START = Date.UTC(2026, 10, 1);
const KEY = "sk-hidden";

type Answer = Awaited<ReturnType<Http>> | Error;

function answer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, text, headers };
}

/** Asks once; time passes only in pauses. */
async function asked(answers: readonly Answer[], overrides: Partial<AskParts> = {}) {
  const pauses: number[] = [];
  let [now, count] = [START, 0];
  const { ask, tally } = asker({
    url: "https://logs.example",
    headers: { authorization: `Bearer ${KEY}` },
    secrets: [KEY],
    keys: ["LOGS_KEY"],
    async http() {
      const given = answers[Math.min(count++, answers.length - 1)] as Answer;
      if (given instanceof Error) throw given;
      return given;
    },
    async pause(ms) {
      pauses.push(ms);
      now += ms;
    },
    now: () => now,
    signal: new AbortController().signal,
    onWait: () => {},
    ...overrides,
  });
  const result = await ask({ method: "GET", path: "/rows", also: [404] }).catch((error: unknown) => error);
  return { result, pauses, tally };
}

const FINE = answer(200, '{"data":[]}');

describe("asking", () => {
  it("waits as Retry-After says, in seconds or as a date, and never less than its own pause", async () => {
    const { result, pauses, tally } = await asked([
      answer(429, "", { "retry-after": "30" }),
      answer(503, "", { "retry-after": new Date(START + 90_000).toUTCString() }),
      answer(429, "", { "retry-after": "0" }),
      FINE,
    ]);
    expect(result).toEqual({ status: 200, document: { data: [] } });
    expect(pauses.slice(0, 2)).toEqual([30_000, 60_000]);
    expect(pauses[2]).toBeGreaterThanOrEqual(2000);
    expect(tally).toMatchObject({ requests: 4, retries: 3, waited_ms: pauses.reduce((sum, ms) => sum + ms, 0) });
  });

  it("ends where it is to wait for longer than a quarter of an hour, and says until when", async () => {
    const { result, pauses } = await asked([answer(429, "", { "retry-after": "3600" })]);
    expect(result).toMatchObject({
      code: "pull_refused",
      message: expect.stringContaining("2026-11-01T01:00") as string,
    });
    expect(pauses).toEqual([]);
  });

  it("asks eight times, each pause between half of twice the one before and all of it, at most a minute", async () => {
    const { result, pauses } = await asked([answer(502, "<html>")]);
    expect(result).toMatchObject({ code: "pull_unreachable", message: expect.stringContaining("502") as string });
    expect(pauses).toHaveLength(7);
    pauses.forEach((ms, index) => {
      const whole = Math.min(60_000, 1000 * 2 ** index);
      expect(ms).toBeGreaterThanOrEqual(whole / 2);
      expect(ms).toBeLessThanOrEqual(whole);
    });
  });

  it("tries again what is cut, empty or gone, and a refusal or a web page never", async () => {
    for (const passing of [answer(200, '{"data":['), answer(200, ""), new Error("socket hang up")])
      expect((await asked([passing, FINE])).result).toMatchObject({ status: 200 });
    for (const final of [answer(401, ""), answer(403, ""), answer(400, "{}"), answer(200, "<html>")])
      expect((await asked([final, FINE])).tally.requests).toBe(1);
  });

  it("leads to the address where nothing is there under it", async () => {
    const { result } = await asked([answer(405, "<html>")]);
    expect(result).toMatchObject({ code: "pull_refused", hint: expect.stringContaining("--url") as string });
  });

  it("takes a status that was foreseen for an answer", async () => {
    expect((await asked([answer(404, "<html>")])).result).toEqual({ status: 404, document: null });
  });

  it("stops waiting when it is interrupted", async () => {
    const controller = new AbortController();
    const pause = async (): Promise<void> => controller.abort();
    const { tally } = await asked([answer(500, "")], { pause, signal: controller.signal });
    expect(tally.requests).toBe(1);
  });

  it("lets no key out by a message", async () => {
    for (const telling of [
      new Error(`bad header ${KEY}`),
      answer(400, JSON.stringify({ message: `bad ${KEY}` })),
      answer(401, JSON.stringify({ message: KEY.slice(0, 6) })),
      answer(422, JSON.stringify({ error: { message: KEY } })),
    ]) {
      const { result } = await asked([telling]);
      expect(result).toBeInstanceOf(OperatorError);
      expect(JSON.stringify((result as OperatorError).toJSON())).not.toContain("sk-hi");
    }
  });
});
