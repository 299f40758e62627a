import * as fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import type { CaseResult } from "../../../contracts/check-report.ts";
import { anyDocument, caseOf, documentOf, EVERY_STATUS, lossOf, reportOf, shadowOf } from "../check-report.fixtures.ts";
import type { CheckDocument } from "../check-document.ts";
import { markdown } from "./markdown.ts";
import { summary } from "./summary.ts";

/** As GitHub renders it, but for what it leaves out of raw HTML. */
function rendered(text: string): string {
  return micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

const many = (count: number): readonly CaseResult[] =>
  Array.from({ length: count }, (_, index) =>
    caseOf("failed", { case: `case-${index}`, message: `number ${index} ${"x".repeat(500)}` }),
  );

describe("a comment for a pull request", () => {
  it("says without a base what fails, and why", () => {
    expect(markdown.write(documentOf(EVERY_STATUS))).toMatchInlineSnapshot(`
      "<!-- understudy:support -->
      ### ❌ \`support\`: 2 cases of promoted contracts fail

      7 cases on the recorded lane: 1 passed, 1 failed, 1 flaky, 1 not reproducible, 1 no answer, 1 allowed, 1 skipped · success rate 33.3% (95%: 20.0% to 90.0%) · $0.00480 in 340 ms.

      #### Failing (3)

      | case | why | where |
      | --- | --- | --- |
      | \`weather\` / \`case-failed\` | \`tool_not_invoked\` \`expected get_weather, found no tool call\` | \`packs/support/contracts/weather.yaml:7\` |
      | \`weather\` / \`case-not_reproducible\` | \`recording_not_found\` \`there is no recording\` | \`packs/support/contracts/weather.yaml:7\` |
      | \`weather\` / \`case-error\` | \`rate_limited\` \`no answer after 3 tries: rate_limited\` | \`packs/support/contracts/weather.yaml:7\` |

      #### Flaky (1)

      | case | why | where |
      | --- | --- | --- |
      | \`weather\` / \`case-flaky\` | \`tool_not_invoked\` \`1 of 3 trials failed\` | \`packs/support/contracts/weather.yaml:7\` |

      #### Not reproducible, and allowed (1)

      | case | why | where |
      | --- | --- | --- |
      | \`weather\` / \`case-allowed\` | \`recording_not_found\` \`there is no recording; allowed until 2027-01-31 (ops)\` | \`packs/support/contracts/weather.yaml:7\` |

      <sub>understudy 1.2.3, pack \`abababababab\`</sub>
      "
    `);
  });

  it("says with a base what changed", () => {
    const base = reportOf([
      caseOf("passed", { case: "case-failed" }),
      caseOf("failed", { case: "case-passed" }),
      caseOf("passed", { case: "gone" }),
      caseOf("not_reproducible"),
    ]);
    expect(markdown.write(documentOf(EVERY_STATUS, { base }))).toMatchInlineSnapshot(`
      "<!-- understudy:support -->
      ### ❌ \`support\`: 2 cases of promoted contracts fail

      7 cases on the recorded lane: 1 passed, 1 failed, 1 flaky, 1 not reproducible, 1 no answer, 1 allowed, 1 skipped · $0.00480 in 340 ms.

      **1 newly failing**, 1 newly passing, 1 still failing, 1 flaky.

      |  | base | head | change |
      | --- | --- | --- | --- |
      | cases | 4 | 7 | +3 |
      | success rate | 66.7% (95%: 20.0% to 90.0%) | 33.3% (95%: 20.0% to 90.0%) |  |
      | success rate, 2 common cases | 50.0% | 50.0% | 0.0% (95%: -81.1% to +81.1%); 1 better, 1 worse, McNemar p = 1 |
      | cost, 2 cases | $0.00240 | $0.00240 | 0.0% |
      | latency p50, 2 cases | 120 ms | 120 ms | 0.0% |
      | latency p95, 2 cases | 120 ms | 120 ms | 0.0% |

      #### Newly failing (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`case-failed\` | passed | \`tool_not_invoked\` \`expected get_weather, found no tool call\` | \`packs/support/contracts/weather.yaml:7\` |

      #### Newly passing (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`case-passed\` | failed | passed | \`packs/support/contracts/weather.yaml:7\` |

      #### Still failing (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`case-not_reproducible\` | not reproducible | \`recording_not_found\` \`there is no recording\` | \`packs/support/contracts/weather.yaml:7\` |

      #### Flaky (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`case-flaky\` | new | \`tool_not_invoked\` \`1 of 3 trials failed\` | \`packs/support/contracts/weather.yaml:7\` |

      #### Without an answer (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`case-error\` | new | \`rate_limited\` \`no answer after 3 tries: rate_limited\` | \`packs/support/contracts/weather.yaml:7\` |

      #### No longer there (1)

      | case | base | head | where |
      | --- | --- | --- | --- |
      | \`weather\` / \`gone\` | passed | gone | \`packs/support/contracts/weather.yaml:7\` |

      <sub>understudy 1.2.3, pack \`abababababab\`</sub>
      "
    `);
  });

  it("says what the shadow would fail, critical contracts first", () => {
    const shadow = shadowOf([lossOf("weather", "one"), lossOf("refund", "two", true, "wrong | tool")]);
    const text = markdown.write(documentOf(EVERY_STATUS, { shadow }));
    expect(text).toContain(
      "#### Shadow: needs review\n\nThe shadow fails 1 pair of critical contracts that the primary passes. Do not switch.",
    );
    expect(text).toContain("| would fail | 2, 1 critical |");
    expect(text).toContain("| success rate | 100.0%, the shadow 0.0% |");
    expect(text.indexOf("`refund` / `two` (critical)")).toBeGreaterThan(0);
    expect(text.indexOf("`refund` / `two` (critical)")).toBeLessThan(text.indexOf("`weather` / `one`"));
    expect(text).toContain("wrong \\| tool");
  });

  it("cuts rows where they are too many, and says how many", () => {
    const text = markdown.write(documentOf(reportOf(many(500))));
    expect(text.length).toBeLessThanOrEqual(32_000);
    expect(text.length).toBeGreaterThan(25_000);
    const shown = text.match(/`case-\d+`/gu)?.length ?? 0;
    expect(text).toContain(`Failing (500)`);
    expect(text).toContain(`…and ${500 - shown} more rows that did not fit.`);
  });

  it("names later sections where the first ones fill it", () => {
    const flaky = Array.from({ length: 50 }, (_, index) => caseOf("flaky", { case: `wavering-${index}` }));
    const text = markdown.write(documentOf(reportOf([...many(500), ...flaky])));
    expect(text).toContain("#### Flaky (50)");
    expect(text.length).toBeLessThanOrEqual(32_000);
  });

  it("begins with a marker that stays the same and is a comment, whatever the pack is called", () => {
    const named = (name: string): string | undefined =>
      markdown.write(documentOf(reportOf([], { pack: { name, folder: "p", hash: "ab" } }))).split("\n")[0];
    expect(named("support")).toBe("<!-- understudy:support -->");
    expect(named("--> <b>a\nb")).toBe("<!-- understudy:b-a-b -->");
  });

  it.each([markdown, summary])("shows any text as it is: no markup, no link, no mention ($name)", (format) => {
    const tags = /^(?:h3|h4|p|ul|li|code|table|thead|tbody|tr|th|td|strong|sub)$/u;
    fc.assert(
      fc.property(anyDocument, (document: CheckDocument) => {
        const page = rendered(format.write(document).replace(/^<!-- understudy:[\w.@/-]* -->\n/u, ""));
        for (const [, tag = ""] of page.matchAll(/<\/?(?<tag>[^\s/>]*)/gu)) expect(tag).toMatch(tags);
        const outside = page.replaceAll(/<code>.*?<\/code>/gsu, "");
        expect(outside).not.toMatch(/[@#]|:\/\//u);
      }),
      { numRuns: 40 },
    );
  });

  it("has a row for each case and cells for each row, whatever is in them", () => {
    fc.assert(
      fc.property(anyDocument, ({ report }) => {
        const page = rendered(summary.write(documentOf({ ...report, notes: [] })));
        const shown = report.results.filter(({ status }) => status !== "passed" && status !== "skipped").length;
        const rows = page.match(/<tr>/gu)?.length ?? 0;
        const tables = page.match(/<table>/gu)?.length ?? 0;
        expect(rows - tables).toBe(shown);
        expect(page.match(/<td>/gu)?.length ?? 0).toBe(3 * shown);
      }),
      { numRuns: 40 },
    );
  });
});
