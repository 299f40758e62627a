import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { properties, table } from "./table.ts";
import { terminalOf } from "./terminal.ts";
import { printable, textWidth, truncate, truncateMiddle, wrapped } from "./text-width.ts";

const COLUMNS = [
  { title: "name", shrinkTo: 6 },
  { title: "cost", align: "right" as const },
];
const ROWS = [
  ["gpt-4o-2024-05-13:openai", "$3.74"],
  ["mini", "$0.132"],
];

function terminal(columns: number | null, colors = false) {
  return terminalOf({ write: () => {}, isTTY: columns !== null, columns: columns ?? 0 }, colors);
}

describe("table", () => {
  it("stands whole in a pipe, numbers right", () => {
    expect(table(terminal(null), COLUMNS, ROWS)).toBe(
      [
        "name                        cost",
        "gpt-4o-2024-05-13:openai   $3.74",
        "mini                      $0.132",
        "",
      ].join("\n"),
    );
  });

  it("cuts what may be cut until it fits", () => {
    const wide = [...COLUMNS, { title: "note" }];
    const text = table(terminal(60), wide, [["n".repeat(80), "$1.00", "kept whole"]]);
    expect(text).toContain("…");
    expect(text).toContain("kept whole");
    for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(60);
  });

  it("stacks on a narrow terminal", () => {
    expect(table(terminal(40), COLUMNS, ROWS)).toBe(
      ["name  gpt-4o-2024-05-13:openai", "cost  $3.74", "", "name  mini", "cost  $0.132", ""].join("\n"),
    );
  });

  it("colours nothing in a pipe, and cells only after they are laid out", () => {
    const columns = [{ title: "name", paint: (cell: string) => `<${cell}>` }, { title: "cost" }];
    expect(table(terminal(null, true), columns, [["a", "1"]])).toBe("name  cost\n<a>     1\n");
    expect(table(terminal(80, true), columns, [["a", "1"]])).toContain("\u001b[1mname");
  });

  it("shows what a log holds without obeying it", () => {
    expect(table(terminal(null), [{ title: "user" }], [["\u001b[2Jx\ny"]])).toBe("user\n·[2Jx y\n");
  });
});

describe("textWidth and truncate", () => {
  it.each([
    ["abc", 3],
    ["日本", 4],
    ["é", 1],
    ["e\u0301", 1],
    ["🎭", 2],
    ["👩‍💻", 2],
    ["\u001b[31mred\u001b[39m", 3],
  ])("%s takes %i cells", (text, cells) => expect(textWidth(text)).toBe(cells));

  it("keeps both ends of an id", () => {
    expect(truncateMiddle("bfcl-gpt-4o-2024-05-13-rest_0", 13)).toBe("bfcl-g…rest_0");
    expect(truncateMiddle("short", 13)).toBe("short");
  });

  it("never exceeds the cells it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 20 }), (text, cells) => {
        expect(textWidth(truncate(printable(text), cells))).toBeLessThanOrEqual(cells);
        expect(textWidth(truncateMiddle(printable(text), cells))).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

it("aligns properties", () => {
  expect(
    properties(terminal(null), [
      ["rows in", "1,700"],
      ["time", "now"],
    ]),
  ).toBe("rows in  1,700\ntime     now\n");
});

it("lets long properties go on below themselves in a narrow terminal", () => {
  expect(properties(terminal(30), [["rows", "one two three four five six"]])).toBe(
    "rows  one two three four five\n      six\n",
  );
});

it("cuts in blocks what may be cut, and ids never", () => {
  const columns = [{ title: "id" }, { title: "name", shrinkTo: 6 }];
  const text = table(terminal(30), columns, [["0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f", "n".repeat(40)]]);
  expect(text).toBe(`id    0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f\nname  ${"n".repeat(23)}…\n`);
});

it("wraps without losing a word, no line wider than asked unless one word is", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/u), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.integer({ min: 14, max: 60 }), (given, cells) => {
      const lines = wrapped(given.join(" "), cells, "  ").split("\n");
      expect(lines.map((line) => line.trim()).join(" ")).toBe(given.join(" "));
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(cells);
    }),
  );
});
