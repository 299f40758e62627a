import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GUARDRAILS } from "../guardrails/index.ts";
import { securityGate } from "./security-gate.ts";

const KEY = `sk-${"a1".repeat(16)}`;
const gate = securityGate(["secrets"], GUARDRAILS);

describe("the security gate", () => {
  it("takes secrets out wherever they stand, JSON within texts included, which stays JSON", () => {
    const body = {
      messages: [{ role: "user", content: [{ type: "text", text: `use ${KEY} please` }] }],
      metadata: { note: KEY },
      tools: [{ function: { name: "f", parameters: { default: `Bearer ${KEY}` } } }],
      choices: [
        { message: { tool_calls: [{ function: { arguments: `{"url":"https://me:pa55@x.de","at":"a@b"}` } }] } },
      ],
    };
    const { body: kept, found } = gate(body);
    expect(JSON.stringify(kept)).not.toContain(KEY);
    expect(kept).toMatchObject({
      messages: [{ content: [{ text: "use [openai_api_key] please" }] }],
      choices: [{ message: { tool_calls: [{ function: { arguments: '{"url":"[url_password]x.de","at":"a@b"}' } }] } }],
    });
    expect([...found].toSorted()).toEqual(["openai_api_key", "url_password"]);
  });

  it("leaves pictures alone, and people unless it is told to look for them", () => {
    const body = { image: `data:image/png;base64,AKIA${"A".repeat(16)}`, text: "write to ada@example.com" };
    expect(gate(body)).toEqual({ body, found: [] });
    expect(gate(body).body).toBe(body);
    const both = securityGate(["secrets", "pii"], GUARDRAILS)(body);
    expect(both).toEqual({ body: { ...body, text: "write to [email]" }, found: ["email"] });
  });

  it("gives any body without secrets back as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const { body: kept, found } = gate(body);
        if (found.length === 0) expect(kept).toBe(body);
      }),
    );
  });
});
