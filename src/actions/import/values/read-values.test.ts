import * as fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { TableRow } from "../../../importers/index.ts";
import type { LogValue } from "./log-value.ts";
import { readValues } from "./read-values.ts";

async function valuesOf(bytes: string | Uint8Array, name = "log", size = 1 << 20): Promise<LogValue[]> {
  const whole = Buffer.from(bytes as string);
  const chunks = (async function* () {
    for (let start = 0; start < whole.length; start += size) yield whole.subarray(start, start + size);
  })();
  const found: LogValue[] = [];
  for await (const values of readValues(chunks, name)) found.push(...values);
  return found;
}

function shown(values: readonly LogValue[]): unknown[] {
  return values.map((one) =>
    one.kind === "problem" ? one.problem : one.value instanceof TableRow ? one.value.cells : one.value,
  );
}

describe("a log in JSON", () => {
  const records = [{ a: 1, text: 'br{ace "q" \\' }, { b: [{ c: 2 }] }, { d: "ü" }];

  it.each([
    ["a value a line", records.map((one) => JSON.stringify(one)).join("\n")],
    ["a list on several lines", JSON.stringify(records, null, 2)],
    ["objects on several lines, one after another", records.map((one) => JSON.stringify(one, null, 1)).join("\n")],
    ["a long list on one line", JSON.stringify([...records, { long: "x".repeat(20_000) }])],
  ])("%s", async (_, text) => {
    for (const size of [1 << 20, 7]) expect(shown(await valuesOf(text, "log", size)).slice(0, 3)).toEqual(records);
  });

  it("gives the same values however the bytes are cut", async () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(objects, fc.integer({ min: 1, max: 40 }), async (list, size) => {
        const text = JSON.stringify(list, null, 2);
        expect(shown(await valuesOf(`[\n${text.slice(1)}`, "log", size))).toEqual(JSON.parse(text));
      }),
    );
  });

  it("tells a document that ends too early by the line of the record that it ends in", async () => {
    const [first, cut] = await valuesOf('[\n  {"a": 1},\n  {"b":');
    expect(first).toMatchObject({ kind: "value", number: 2 });
    expect(cut).toMatchObject({
      kind: "problem",
      number: 3,
      problem: expect.stringContaining("ends in the middle") as string,
    });
  });
});

describe("a log as CSV", () => {
  it.each([",", ";", "\t"])("with %j between its cells", async (delimiter) => {
    const text = `\uFEFFid,model,note\r\n1,gpt,"a ""b"", \n c"\r\n`.replaceAll(/,(?! )/gu, delimiter);
    expect(shown(await valuesOf(text, "calls.csv", 5))).toEqual([{ id: "1", model: "gpt", note: 'a "b", \n c' }]);
  });

  it.each([
    [
      "units and marks in its header",
      "id,Cost ($),tokens [#],a?b*\n1,2,3,4\n",
      { id: "1", "Cost ($)": "2", "tokens [#]": "3", "a?b*": "4" },
    ],
    ["the index of a data frame", ",id,model\n0,1,gpt\n", { id: "1", model: "gpt" }],
    ["empty columns behind", "id,model,,\n1,gpt,,\n", { id: "1", model: "gpt" }],
    ["white space around names", "id, model ,n\n1,gpt,2\n", { id: "1", model: "gpt", n: "2" }],
  ])("with %s", async (_, text, row) => {
    expect(shown(await valuesOf(text, "calls.csv"))).toEqual([row]);
  });

  it("is seen under any name by columns called like columns, one without a name among them", async () => {
    expect(shown(await valuesOf(",id,Cost ($)\n0,1,2\n"))).toEqual([{ id: "1", "Cost ($)": "2" }]);
  });

  it.each(["\n", "\r\n", "\r"])("tells a row by the line that it begins in, %j within cells", async (end) => {
    const text = `id,note,n\r\n1,"a${end}b${end}",2\r\n\r\n2,c,3\r\n3,"${end}",4\r\n4,d,5`;
    const lines = text.split(/\r\n|\r|\n/u);
    const begun = (await valuesOf(text, "calls.csv")).map(({ number }) => lines[number - 1]);
    expect(begun).toEqual(['1,"a', "2,c,3", '3,"', "4,d,5"]);
  });

  it("in UTF-16 is refused as that", async () => {
    const wide = Buffer.from("\uFEFFid\tmodel\n1\tgpt\n", "utf16le");
    await expect(valuesOf(wide, "calls.tsv")).rejects.toThrow("UTF-16");
  });

  it("tells a row that does not fit by its line, and goes on", async () => {
    const values = await valuesOf("id,model,note\n1,a\n2,b,c\n");
    expect(values.filter((one) => one.kind === "value")).toMatchObject([{ number: 3 }]);
    expect(values.filter((one) => one.kind === "problem")).toMatchObject([{ number: 2 }]);
  });

  it("tells a file that ends inside a quoted cell", async () => {
    expect(shown(await valuesOf('id,model,note\n1,a,b\n2,b,"c\n'))).toContain(
      "not CSV: the file ends inside a quoted cell",
    );
  });

  it("refuses bytes that are no UTF-8 by their line, and a name that two columns have", async () => {
    const latin = Buffer.from("id,model,note\n1,a,gr\u00fcn\n", "latin1");
    await expect(valuesOf(latin)).rejects.toMatchObject({ code: "file_unreadable" });
    await expect(valuesOf("id,model,id\n1,a,2\n")).rejects.toMatchObject({ code: "record_invalid" });
  });

  it("is not seen in a text", async () => {
    expect(shown(await valuesOf("Dear diary,\nnothing happened.\n"))).toEqual([
      expect.stringContaining("not JSON"),
      expect.stringContaining("not JSON"),
    ]);
  });
});

describe("a log as Parquet", () => {
  const file = new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: "model", data: ["a", "b"], type: "STRING" },
        { name: "tokens", data: [1n, 9_007_199_254_740_993n], type: "INT64" },
        { name: "at", data: [new Date(0), new Date(1)], type: "TIMESTAMP" },
      ],
    }),
  );

  it("as what JSON can say", async () => {
    expect(shown(await valuesOf(file, "log", 100))).toEqual([
      { model: "a", tokens: 1, at: "1970-01-01T00:00:00.000Z" },
      { model: "b", tokens: "9007199254740993", at: "1970-01-01T00:00:00.001Z" },
    ]);
  });

  it("without numbers and dates that are none", async () => {
    const odd = parquetWriteBuffer({
      schema: [
        { name: "root", num_children: 2 },
        { name: "n", type: "DOUBLE", repetition_type: "REQUIRED" },
        { name: "at", type: "INT64", converted_type: "TIMESTAMP_MILLIS", repetition_type: "REQUIRED" },
      ],
      columnData: [
        { name: "n", data: [Number.NaN, 1.5] },
        { name: "at", data: [0n, 9_000_000_000_000_000n] },
      ],
    });
    expect(shown(await valuesOf(new Uint8Array(odd)))).toEqual([
      { n: null, at: "1970-01-01T00:00:00.000Z" },
      { n: 1.5, at: "Invalid Date" },
    ]);
  });

  it("is refused where its end is missing", async () => {
    await expect(valuesOf(file.subarray(0, file.length - 20))).rejects.toMatchObject({ code: "file_truncated" });
  });
});
