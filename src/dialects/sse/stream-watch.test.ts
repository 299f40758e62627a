import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sseEvents } from "./events.ts";
import { streamWatch, type EventReader } from "./stream-watch.ts";

const READER: EventReader = {
  marks: ['"usage"', '"error"', "[DONE]"],
  begins: (data) => typeof data["text"] === "string",
  ends: (data) => data === "[DONE]",
  failure: (data) =>
    data["error"] === undefined ? null : { class: "server", code: null, message: String(data["error"]) },
  usage: (data, _, before) => data["usage"] ?? before,
};

const STREAM =
  ': keep-alive\n\ndata: {"role":"a"}\n\ndata: {"text":"käse 🧀"}\n\n: ping\n\ndata: {"text":"b"}\r\n\r\ndata: {"usage":{"n":7}}\n\ndata: [DONE]\n\n';

function cut(bytes: Uint8Array, at: readonly number[]): readonly Uint8Array[] {
  const ends = [...new Set(at.map((one) => one % bytes.length))].toSorted((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) =>
    bytes.subarray(index === 0 ? 0 : (ends[index - 1] as number), end),
  );
}

describe("a stream watched in passing", () => {
  it("is told of the same things however its bytes are cut", () => {
    const bytes = new TextEncoder().encode(STREAM);
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 40 }), (at) => {
        const watch = streamWatch(READER);
        for (const chunk of cut(bytes, at)) watch.push(chunk);
        expect(watch).toMatchObject({ begun: true, ended: true, failure: null, usage: { n: 7 } });
      }),
    );
  });

  it("takes no comment for content, and no half event for a whole one", () => {
    const watch = streamWatch(READER);
    const say = (text: string): void => watch.push(new TextEncoder().encode(text));
    say(": keep-alive\n\n: keep-alive\n\n");
    say('data: {"text":"x"}\n');
    expect(watch.begun).toBe(false);
    say("\n");
    expect(watch.begun).toBe(true);
    expect(watch.ended).toBe(false);
  });

  it("says of an error before content that there was none", () => {
    const watch = streamWatch(READER);
    watch.push(new TextEncoder().encode('data: {"error":"overloaded","text":"x"}\n\n'));
    expect(watch).toMatchObject({ begun: false, failure: { message: "overloaded" } });
  });

  it("sees an error after content", () => {
    const watch = streamWatch(READER);
    watch.push(new TextEncoder().encode('data: {"text":"x"}\n\ndata: {"text":"y"}\n\n'));
    watch.push(new TextEncoder().encode('data: {"error":"gone"}\n\n'));
    expect(watch).toMatchObject({ begun: true, ended: false, failure: { message: "gone" } });
  });
});

describe("events of a text", () => {
  it("have a name and all their lines of data", () => {
    const text = "event: delta\ndata: a\ndata:  b\nid: 7\n\n: comment\n\ndata:c";
    expect(sseEvents(text)).toEqual([
      { event: "delta", data: "a\n b" },
      { event: "message", data: "c" },
    ]);
  });
});
