import { describe, expect, it } from "vitest";
import { importContext } from "./conformance.ts";
import { mappedImporter } from "./mapped.ts";
import { parseMapping, type Mapping } from "./mapped/fields.ts";
import { recordsOf } from "./recognise.ts";
import { TableRow } from "./table-row.ts";

function mapped(text: string): readonly Mapping[] {
  const found = parseMapping(text);
  return "problem" in found ? expect.fail(found.problem) : found;
}

const ALL =
  "id=call,created_at=when:s,model=llm,input_tokens=in,cached_tokens=hit,output_tokens=out,reasoning_tokens=thought,cost=price:cents,latency=took:s," +
  "prompt=question,completion=answer,end_user=who,tags=labels,status=code,error=fault,metadata.team=team";

describe("a table by its mapping", () => {
  const cells = {
    call: "c-1",
    when: "1793610843.5",
    llm: "gpt-4o-mini",
    in: "900",
    hit: "512",
    out: "50",
    thought: "30",
    price: "0.02",
    took: "1.79",
    question: "Where is order 12?",
    answer: "On its way.",
    who: "cust-9",
    labels: "desk, prod",
    code: "200",
    team: "orders",
  };
  const importer = mappedImporter(mapped(ALL));

  it("becomes an exchange, its units ours", () => {
    const [record] = recordsOf(importer, new TableRow(cells));
    expect(importer.read(record, importContext)).toMatchObject({
      kind: "exchange",
      exchange: {
        source: "mapped",
        source_id: "c-1",
        created_at: 1_793_610_843_500,
        latency_ms: 1790,
        cost_logged: 0.0002,
        provider: "openai",
        usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 30 },
        tags: ["desk", "prod"],
        metadata: { team: "orders" },
        status: "ok",
        replayability: "exact",
      },
    });
  });

  it.each([
    [{ code: "429" }, { status: "failed", failure: { class: "rate_limit" } }],
    [{ price: "" }, { cost_logged: null }],
    [{ question: "" }, { replayability: "body_missing" }],
    [{ code: "200.0" }, { status: "ok", failure: null }],
    [{ code: "429 Too Many Requests" }, { failure: { class: "rate_limit", code: "429" } }],
    [{ code: false }, { status: "failed" }],
    [{ fault: { message: "RateLimitError" } }, { status: "failed", failure: { class: "rate_limit" } }],
    [
      { fault: "NULL", price: "\\N", hit: "nan", who: "None" },
      { status: "ok", cost_logged: null, end_user: null },
    ],
    [{ fault: {} }, { status: "ok" }],
    [{ fault: "False" }, { status: "ok" }],
    [{ fault: true }, { status: "failed" }],
    [{ answer: "None" }, { response_body: expect.stringContaining('"content":"None"') as string }],
  ])("%j", (changed, expected) => {
    expect(importer.read({ ...cells, ...changed }, importContext)).toMatchObject({ exchange: expected });
  });

  it.each([
    [{ when: "1793610843500" }, "when"],
    [{ when: "soon" }, "when"],
    [{ in: "-1" }, "in"],
    [{ price: "free" }, "price"],
    [{ when: undefined }, "when"],
    [{ call: 2 ** 60 }, "call"],
  ])("skips %j by its column", (changed, field) => {
    expect(importer.read({ ...cells, ...changed }, importContext)).toMatchObject({ kind: "skipped", field });
  });

  it("reads members of JSON by their path, and times in any unit that is none but one", () => {
    const nested = mappedImporter(mapped("created_at=at,model=m.name,output_tokens=m.out"));
    expect(nested.read({ at: "1793610843500", m: { name: "claude-haiku-4-5", out: 5 } }, importContext)).toMatchObject({
      exchange: {
        created_at: 1_793_610_843_500,
        model: "claude-haiku-4-5",
        provider: "anthropic",
        usage: { output: 5 },
      },
    });
  });
});

it("leads from a decimal comma to a point", () => {
  const importer = mappedImporter(mapped("cost=price"));
  expect(importer.read({ price: "0,0012" }, importContext)).toMatchObject({
    kind: "skipped",
    expected: expect.stringContaining("with a point") as string,
  });
});

it.each([
  ["modle=m", 'there is no field "modle"', "Did you mean model?"],
  ["model", '"model" is no mapping', "FIELD=COLUMN"],
  ["latency=took:sec", 'latency has no unit "sec"', "latency=took:sec:ms"],
  ["model=a,model=b", "model is mapped twice", "one column"],
])("a mapping %s is refused", (text, problem, hint) => {
  expect(parseMapping(text)).toEqual({ problem, hint: expect.stringContaining(hint) as string });
});
