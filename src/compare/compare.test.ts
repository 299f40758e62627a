import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareJson, compareToolCalls, cosineSimilarity, lexicalSimilarity, outcomeClass } from "./index.ts";

const call = (name: string, args: unknown) => ({ name, arguments: args }) as never;

test("JSON differs at named places, of named kinds", () => {
  const { similarity, differences } = compareJson({ a: 1, "b/c": [1, 2], d: {} }, { a: "1", "b/c": [1, 3, 4], d: {} });
  expect(similarity).toBe(2 / 5);
  expect(differences.map(({ kind, path }) => `${kind} ${path}`)).toEqual(["type /a", "value /b~1c/1", "extra /b~1c/2"]);
});

test("JSON: equal is 1, bounded, the same both ways", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(compareJson(a, JSON.parse(JSON.stringify(a)))).toEqual({ similarity: 1, differences: [] });
      const there = compareJson(a, b).similarity;
      expect(there).toBe(compareJson(b, a).similarity);
      expect(there >= 0 && there <= 1).toBe(true);
    }),
  );
});

test("JSON: an array is not an object with numbers for names", () => {
  expect(compareJson([1], { 0: 1 })).toMatchObject({ similarity: 0, differences: [{ path: "/0" }, { path: "/0" }] });
});

test("outcome classes", () => {
  const fine = { text: "a", tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null };
  expect(outcomeClass(null, null)).toBe("both_failed");
  expect(outcomeClass(null, fine)).toBe("original_failed");
  expect(outcomeClass(fine, null)).toBe("replay_failed");
  expect(outcomeClass(fine, { ...fine, refused: true })).toBe("refusal");
  expect(outcomeClass(fine, { ...fine, text: " " })).toBe("empty");
  expect(outcomeClass(fine, { ...fine, finish_reason: "length" })).toBe("finish_reason");
  expect(outcomeClass(fine, { ...fine, finish_reason: null })).toBe("comparable");
});

test("tool calls: order, names, numbers of calls and arguments are told apart", () => {
  const kinds = (a: never[], b: never[]) => compareToolCalls(a, b).differences.map(({ kind }) => kind);
  const [f, g] = [call("f", { x: 1 }), call("g", {})];
  expect(kinds([f, g], [f, g])).toEqual([]);
  expect(kinds([f, g], [g, f])).toEqual(["order"]);
  expect(kinds([f], [g])).toEqual(["other_name"]);
  expect(kinds([f, g], [f])).toEqual(["missing_call"]);
  expect(kinds([f], [f, g])).toEqual(["extra_call"]);
  expect(compareToolCalls([f], [call("f", { y: 1 })])).toMatchObject({
    structural: false,
    similarity: 0,
    differences: [
      { kind: "argument_missing", path: "/0/arguments/x" },
      { kind: "argument_extra", path: "/0/arguments/y" },
    ],
  });
});

test("lexical: the published examples, equal is 1, bounded, the same both ways", () => {
  expect(lexicalSimilarity("The refund was issued.", "The refund was not issued.")).toBeCloseTo(0.864, 3);
  expect(lexicalSimilarity("A  b", "a B")).toBe(1);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(lexicalSimilarity(a, a)).toBe(1);
      const there = lexicalSimilarity(a, b);
      expect(there).toBe(lexicalSimilarity(b, a));
      expect(there >= 0 && there <= 1).toBe(true);
    }),
  );
});

test("lexical is its definition: twice the trigrams in both, each as often as in either, over all trigrams", () => {
  const gramsOf = (text: string): string[] => {
    const characters = Array.from(text);
    return characters.slice(2).map((_, at) => characters.slice(at, at + 3).join(""));
  };
  const words = fc
    .array(fc.constantFrom("a", "b", "ab ", "𠀁", "不", "é"), { maxLength: 40 })
    .map((all) => all.join("").trim());
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [left, right] = [a, b].map((text) =>
        gramsOf(text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()),
      );
      if (left === undefined || right === undefined || a === b || left.length + right.length === 0) return;
      const open = [...right];
      const both = left.filter((gram) => {
        const at = open.indexOf(gram);
        if (at >= 0) open.splice(at, 1);
        return at >= 0;
      });
      expect(lexicalSimilarity(a, b)).toBe((2 * both.length) / (left.length + right.length));
    }),
  );
});

test("cosine: null where it says nothing", () => {
  expect(cosineSimilarity([1, 2], [2, 4])).toBeCloseTo(1, 12);
  expect(cosineSimilarity([1, 0], [-1, 0])).toBe(0);
  expect(cosineSimilarity([0, 0], [1, 0])).toBeNull();
  expect(cosineSimilarity([1], [1, 0])).toBeNull();
});

const STSB = "../shared/data/stsb/stsb-en-dev.csv";

test("lexical follows human scores", ({ skip }) => {
  if (!existsSync(STSB)) return skip(`${STSB} is missing`);
  const rows = readFileSync(STSB, "utf8")
    .split("\n")
    .map((line) => /^("(?:[^"]|"")*"|[^,]*),("(?:[^"]|"")*"|[^,]*),([\d.]+)\s*$/.exec(line))
    .filter((row) => row !== null);
  expect(rows.length).toBeGreaterThan(1000);
  const scores = ranks(rows.map((row) => lexicalSimilarity(row[1] ?? "", row[2] ?? "")));
  const rho = correlation(scores, ranks(rows.map((row) => Number(row[3]))));
  process.stdout.write(`lexical against human scores: Spearman ${rho.toFixed(3)} over ${rows.length} pairs\n`);
  expect(rho).toBeGreaterThan(0.6);
});

function ranks(values: readonly number[]): number[] {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = new Map<number, number>();
  for (const value of new Set(values)) middle.set(value, (ordered.indexOf(value) + ordered.lastIndexOf(value)) / 2);
  return values.map((value) => middle.get(value) ?? 0);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (term: (at: number) => number) => a.reduce((total, _, at) => total + term(at), 0);
  const da = (at: number) => (a[at] ?? 0) - ma;
  const db = (at: number) => (b[at] ?? 0) - mb;
  return sum((at) => da(at) * db(at)) / Math.sqrt(sum((at) => da(at) ** 2) * sum((at) => db(at) ** 2));
}
