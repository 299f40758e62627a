import * as fc from "fast-check";
import protobuf from "protobufjs/minimal.js";
import { describe, expect, test } from "vitest";
import { decodeRequest, encodePartialSuccess, encodeStatus } from "./otlp-protobuf.ts";

const decodeTraces = (bytes: Uint8Array): object => decodeRequest(bytes, "resourceSpans");
const trace = Buffer.from("5b8efff798038103d269b633813fc60c", "hex");
const keyValue = (writer: protobuf.Writer, field: number, key: string, value: (to: protobuf.Writer) => void): void => {
  const inner = writer.uint32((field << 3) | 2).fork();
  inner.uint32(10).string(key);
  value(inner.uint32(18).fork());
  inner.ldelim().ldelim();
};

/** One span with a value of each kind, and fields that nobody here knows. */
function request(): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(10).fork();
  writer.uint32(10).fork();
  keyValue(writer, 1, "service.name", (to) => to.uint32(10).string("shop"));
  writer.ldelim();
  writer.uint32(18).fork();
  writer.uint32(10).fork().uint32(10).string("scope").ldelim();
  writer.uint32(18).fork();
  writer.uint32(10).bytes(trace);
  writer.uint32(18).bytes(trace.subarray(0, 8));
  writer.uint32(26).string("key=value");
  writer.uint32(42).string("chat m");
  writer.uint32(48).int32(3);
  writer.uint32(57).fixed32(0x7e54_2000).fixed32(0x18e4_3b1c);
  keyValue(writer, 9, "count", (to) => to.uint32(24).int64(1240));
  keyValue(writer, 9, "share", (to) => to.uint32(33).double(0.4));
  keyValue(writer, 9, "on", (to) => to.uint32(16).bool(true));
  keyValue(writer, 9, "list", (to) => to.uint32(42).fork().uint32(10).fork().uint32(10).string("a").ldelim().ldelim());
  writer.uint32(80).uint32(2);
  writer.uint32(122).fork().uint32(18).string("late").uint32(24).int32(2).ldelim();
  writer.uint32(133).fixed32(256);
  writer.ldelim().ldelim().ldelim();
  return writer.finish();
}

describe("OTLP as protobuf", () => {
  test("reads as its JSON", () => {
    expect(decodeTraces(request())).toEqual({
      resourceSpans: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: "shop" } }] },
          scopeSpans: [
            {
              scope: { name: "scope" },
              spans: [
                {
                  traceId: trace.toString("hex"),
                  spanId: trace.toString("hex", 0, 8),
                  name: "chat m",
                  kind: 3,
                  startTimeUnixNano: String((0x18e4_3b1cn << 32n) | 0x7e54_2000n),
                  attributes: [
                    { key: "count", value: { intValue: "1240" } },
                    { key: "share", value: { doubleValue: 0.4 } },
                    { key: "on", value: { boolValue: true } },
                    { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }] } } },
                  ],
                  droppedAttributesCount: 2,
                  status: { message: "late", code: 2 },
                },
              ],
            },
          ],
        },
      ],
    });
    expect(decodeTraces(new Uint8Array())).toEqual({ resourceSpans: [] });
  });

  test("log records read as their JSON", () => {
    const writer = protobuf.Writer.create();
    writer.uint32(10).fork().uint32(18).fork().uint32(18).fork();
    writer.uint32(9).fixed32(7).fixed32(0);
    writer.uint32(16).int32(9);
    writer.uint32(42).fork().uint32(10).string("said").ldelim();
    keyValue(writer, 6, "event.name", (to) => to.uint32(10).string("gen_ai.choice"));
    writer.uint32(74).bytes(trace).uint32(82).bytes(trace.subarray(0, 8));
    writer.uint32(98).string("gen_ai.choice");
    const record = {
      timeUnixNano: "7",
      body: { stringValue: "said" },
      attributes: [{ key: "event.name", value: { stringValue: "gen_ai.choice" } }],
      traceId: trace.toString("hex"),
      spanId: trace.toString("hex", 0, 8),
      eventName: "gen_ai.choice",
    };
    expect(decodeRequest(writer.ldelim().ldelim().ldelim().finish(), "resourceLogs")).toEqual({
      resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }],
    });
  });

  test("bytes that are none are told as such, whatever they are", () => {
    const whole = request();
    const readable = (bytes: Uint8Array): void => {
      try {
        decodeTraces(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    };
    for (let length = 1; length < whole.length; length++) readable(whole.subarray(0, length));
    expect(() => decodeTraces(whole.subarray(0, whole.length - 3))).toThrow(SyntaxError);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readable));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = byte;
        readable(damaged);
      }),
    );
    const nested = (levels: number): Uint8Array => {
      let bytes: Uint8Array = new Uint8Array();
      for (let level = 0; level < levels; level++)
        bytes = protobuf.Writer.create()
          .uint32(level % 2 === 0 ? 42 : 10)
          .bytes(bytes)
          .finish();
      return bytes;
    };
    const deep = protobuf.Writer.create();
    deep.uint32(10).fork().uint32(10).fork();
    keyValue(deep, 1, "deep", (to) => to.uint32(42).bytes(nested(2_000)));
    expect(() => decodeTraces(deep.ldelim().ldelim().finish())).toThrow("nested too deep");
  });

  test("answers are messages of the protocol", () => {
    expect([...encodePartialSuccess(null)]).toEqual([]);
    const reader = protobuf.Reader.create(encodePartialSuccess({ rejected: 3, message: "why" }));
    expect([reader.uint32(), reader.uint32(), reader.uint32(), Number(reader.int64())]).toEqual([10, 7, 8, 3]);
    expect([reader.uint32(), reader.string()]).toEqual([18, "why"]);
    const status = protobuf.Reader.create(encodeStatus(16, "no"));
    expect([status.uint32(), status.int32(), status.uint32(), status.string()]).toEqual([8, 16, 18, "no"]);
  });
});
