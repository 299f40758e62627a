import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTENT_POLICY } from "../../page.ts";
import { anyDocument, caseOf, documentOf, EVERY_STATUS, lossOf, reportOf, shadowOf } from "../check-report.fixtures.ts";
import { html } from "./html.ts";

const EMPTY: ReadonlySet<string> = new Set(["meta", "!doctype", "!--"]);

/** Names of the elements; throws where one is not closed, or closed twice. */
function elements(page: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open: string[] = [];
  for (const { groups } of page.replace(/<style>.*?<\/style>/su, "").matchAll(/<(?<close>\/?)(?<name>[^\s/>]*)/gu)) {
    const { close = "", name = "" } = groups ?? {};
    if (EMPTY.has(name)) continue;
    seen.add(name);
    if (close === "") open.push(name);
    else if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  return seen;
}

describe("the page", () => {
  it("says the verdict, what failed and what was found, and where", () => {
    const page = html.write(documentOf(EVERY_STATUS));
    expect(page).toContain("2 cases of promoted contracts fail: exit code 1.");
    expect(page).toContain("<code>packs/support/contracts/weather.yaml:7</code>");
    expect(page).toContain("$.tool_calls[0].name");
    expect(page).toContain("tool_not_invoked");
  });

  it("compares with a base", () => {
    const base = reportOf([caseOf("passed", { case: "case-failed" })]);
    const page = html.write(documentOf(EVERY_STATUS, { base }));
    expect(page).toContain("2 cases newly failing, 0 newly passing.");
    expect(page).toContain("newly failing</td>");
  });

  it("is made of its own elements only, under its policy, whatever is in the report", () => {
    const shadow = shadowOf([lossOf("weather", "one", true)]);
    const own = elements(html.write(documentOf(EVERY_STATUS, { base: EVERY_STATUS, shadow })));
    fc.assert(
      fc.property(anyDocument, (document) => {
        const page = html.write(document);
        for (const name of elements(page)) expect(own.has(name) || name === "ul" || name === "li").toBe(true);
        expect(page).toContain(CONTENT_POLICY.replaceAll("'", "&#39;"));
        expect(page).not.toMatch(/<[^>]*\s(?:on\w+|href|src|style)=/u);
      }),
    );
  });
});
