import { Document, isMap, isSeq, parseDocument, stringify, type YAMLMap } from "yaml";
import type { Contract, GoldenCase } from "../../contracts/contract.ts";

const OPTIONS = { version: "1.2", schema: "core" } as const;
const LINE = 110;
const WIDTH = { lineWidth: 120, flowCollectionPadding: false } as const;

/** A drafted contract as a file a person reads: what is as it always is, is left out. @param head what stands above it */
export function contractYaml(contract: Contract, head: readonly string[]): string {
  const { tool, expected_tool_calls: calls, assertions, golden_cases: cases } = contract;
  const { input_invariants: input, output_invariants: output, response } = assertions;
  const filled = (list: readonly unknown[], name: string): object => (list.length === 0 ? {} : { [name]: list });
  const asserted = {
    ...filled(input, "input_invariants"),
    ...filled(output, "output_invariants"),
    ...filled(response, "response"),
  };
  const document = new Document(
    {
      ...(tool === null ? {} : { tool }),
      status: contract.status,
      ...filled(contract.expect_tools, "expect_tools"),
      ...(calls.length === 0
        ? {}
        : { tool_order: contract.tool_order, tool_call_match_mode: contract.tool_call_match_mode }),
      ...filled(calls, "expected_tool_calls"),
      ...(Object.keys(asserted).length === 0 ? {} : { assertions: asserted }),
      golden_cases: cases.map(caseOf),
    },
    OPTIONS,
  );
  document.commentBefore = head.map((line) => ` ${line}`).join("\n");
  inOneLine(document.get("expect_tools"));
  for (const part of ["input_invariants", "output_invariants", "response"]) each(document.getIn(["assertions", part]));
  each(document.get("golden_cases"));
  const listed = document.get("expected_tool_calls");
  if (isSeq(listed)) for (const call of listed.items) each((call as YAMLMap).get("argument_invariants"));
  return document.toString(WIDTH);
}

function caseOf({ id, input_ref }: GoldenCase): object {
  return { id, input_ref };
}

function inOneLine(node: unknown): void {
  if (isSeq(node) || isMap(node)) node.flow = true;
}

/** Each item of a list in a line of its own, where it fits one. */
function each(node: unknown): void {
  if (!isSeq(node)) return;
  for (const item of node.items) if (JSON.stringify(item).length <= LINE) inOneLine(item);
}

/** A contract file with more cases at the end of its list, all else as somebody wrote it. */
export function withCases(text: string, json: boolean, cases: readonly GoldenCase[]): string {
  if (json) {
    const contract = JSON.parse(text) as { readonly golden_cases?: readonly unknown[] };
    const golden_cases = [...(contract.golden_cases ?? []), ...cases.map(caseOf)];
    return `${JSON.stringify({ ...contract, golden_cases }, null, 2)}\n`;
  }
  const document = parseDocument(text, OPTIONS);
  const listed = document.get("golden_cases");
  if (!isSeq(listed)) document.set("golden_cases", document.createNode(cases.map(caseOf)));
  else for (const one of cases) listed.add(document.createNode(caseOf(one), { flow: true }));
  if (!isSeq(listed)) each(document.get("golden_cases"));
  return document.toString(WIDTH);
}

/** `pack.yaml` of a pack that is made. */
export function packYaml(name: string): string {
  return stringify({ name, description: "Drafted from logged traffic by understudy observe" });
}
