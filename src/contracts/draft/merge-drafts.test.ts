import { describe, expect, it } from "vitest";
import type { Contract } from "../contract.ts";
import { drafted } from "./drafted.ts";
import type { DraftRow } from "./draft-row.ts";
import { mergeDrafts } from "./merge-drafts.ts";

const row = (id: string): DraftRow => ({
  case: id,
  dialect: "openai-chat",
  request: {},
  answer: { text: "", tool_calls: [], refused: false, finish_reason: null, mean_logprob: null },
  endpoint: null,
  outcomes: {},
});
const draft = (id: string, cases: readonly string[], tool = id): Contract =>
  drafted({ id, tool, response: [] }, cases.map(row));
const fine = (): null => null;
const cases = (contract: Contract): readonly string[] => contract.golden_cases.map(({ id }) => id);

describe("drafts put into the contracts there are", () => {
  it("are new, or bring the cases that are missing, or change nothing", () => {
    const existing = [draft("a", ["1", "2"]), draft("b", ["3"])];
    const merged = mergeDrafts(existing, [draft("a", ["2", "4"]), draft("b", ["3"]), draft("c", ["5"])], fine);
    expect(merged.map(({ contract, state, added }) => [contract.id, state, cases(contract), added])).toEqual([
      ["a", "grown", ["1", "2", "4"], ["4"]],
      ["b", "unchanged", ["3"], []],
      ["c", "new", ["5"], ["5"]],
    ]);
    const again = mergeDrafts(
      merged.map(({ contract }) => contract),
      [draft("a", ["2", "4"]), draft("c", ["5"])],
      fine,
    );
    expect(again.every(({ state }) => state === "unchanged")).toBe(true);
  });

  it("never make a second case of a row that is one of another contract", () => {
    const [merged] = mergeDrafts([draft("a", ["1"])], [draft("b", ["1"])], fine);
    expect(merged).toMatchObject({ state: "unchanged", contract: { id: "a" } });
  });

  it("leave what is promoted alone, and tell what does not agree with it", () => {
    const promoted: Contract = { ...draft("a", ["1"]), status: "promoted" };
    const broken = ({ status }: Contract, id: string): string | null =>
      status === "promoted" && id === "3" ? "expected x" : null;
    expect(mergeDrafts([promoted], [draft("a", ["1", "2", "3"])], broken)).toEqual([
      {
        contract: promoted,
        state: "promoted",
        added: [],
        breaks: [{ case: "3", message: "expected x" }],
        not_added: 1,
      },
    ]);
  });

  it("keep rows out of a draft whose rules they break, unless they break what is drafted of them too", () => {
    const before: Contract = { ...draft("a", ["1"]), critical: true };
    const broken = ({ critical }: Contract, id: string): string | null =>
      id === "wrong" || (critical && id === "3") ? "no" : null;
    const [merged] = mergeDrafts([before], [draft("a", ["2", "3", "wrong"])], broken);
    expect(merged).toMatchObject({ state: "grown", added: ["2", "wrong"], breaks: [{ case: "3", message: "no" }] });
  });

  it("have names that differ by more than capitals, and keep them", () => {
    const [bmi, BMI] = [draft("bmi", ["1"]), draft("BMI", ["2"])];
    const first = mergeDrafts([], [BMI, bmi], fine).map(({ contract }) => contract);
    expect(first.map(({ id, file }) => [id.toLowerCase(), file])).toEqual([
      ["bmi", "contracts/BMI.yaml"],
      [expect.stringMatching(/^bmi-[0-9a-f]{8}$/u), `contracts/${first[1]!.id}.yaml`],
    ]);
    expect(mergeDrafts(first, [BMI, bmi], fine).every(({ state }) => state === "unchanged")).toBe(true);
    const later = mergeDrafts(
      mergeDrafts([], [bmi], fine).map(({ contract }) => contract),
      [BMI, bmi],
      fine,
    );
    expect(later.find(({ contract }) => contract.tool === "bmi")).toMatchObject({ state: "unchanged" });
    expect(later.find(({ contract }) => contract.tool === "BMI")).toMatchObject({ state: "new", added: ["2"] });
  });
});
