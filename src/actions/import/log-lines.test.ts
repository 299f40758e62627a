import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logLines, type LogLine } from "./log-lines.ts";

async function linesOf(chunks: readonly Uint8Array[], maximum?: number): Promise<LogLine[]> {
  const found: LogLine[] = [];
  const source = (async function* () {
    yield* chunks;
  })();
  for await (const lines of logLines(source, "made-up.jsonl", maximum)) found.push(...lines);
  return found;
}

function cut(text: string | Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text as string);
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (const size of sizes) {
    if (start >= bytes.length) break;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  if (start < bytes.length) chunks.push(bytes.subarray(start));
  return chunks;
}

describe("logLines", () => {
  it("gives the same lines however the bytes are cut", async () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n\ufeff]/gu, ""));
    const input = fc.tuple(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 })), fc.constantFrom("\n", "\r\n"));
    await fc.assert(
      fc.asyncProperty(input, async ([lines, sizes, ending]) => {
        const found = await linesOf(cut(lines.join(ending), sizes));
        const expected = lines.flatMap((text, index) =>
          text.trim() === "" ? [] : [{ number: index + 1, text, problem: null }],
        );
        expect(found).toEqual(expected);
      }),
    );
  });

  it("drops a byte order mark, even one cut in two", async () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"a":1}\n')]);
    expect(await linesOf([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual([
      { number: 1, text: '{"a":1}', problem: null },
    ]);
  });

  it("counts a line that is too long and goes on behind it", async () => {
    const found = await linesOf(cut(`a\n${"x".repeat(2_200_000)}\nb`, [1000, 100_000, 2_000_000]), 1 << 20);
    expect(found.map(({ number, text }) => [number, text])).toEqual([
      [1, "a"],
      [2, ""],
      [3, "b"],
    ]);
    expect(found[1]?.problem).toBe("the line is longer than 1 MB");
  });

  it("counts a too long last line without a line break", async () => {
    const found = await linesOf([Buffer.from("x".repeat(1_500_000))], 1 << 20);
    expect(found).toHaveLength(1);
    expect(found[0]?.problem).toContain("longer");
  });

  it("says where the bytes are not UTF-8", async () => {
    const found = await linesOf([Buffer.from([0x61, 0x0a, 0xff, 0xfa, 0x0a, 0x62])]);
    expect(found.map(({ problem }) => problem)).toEqual([null, "the line is not UTF-8 text", null]);
  });

  it("refuses UTF-16 with what to do", async () => {
    await expect(linesOf([Buffer.from([0xff, 0xfe, 0x7b, 0x00])])).rejects.toMatchObject({
      code: "file_unreadable",
      hint: expect.stringContaining("iconv") as string,
    });
  });
});
