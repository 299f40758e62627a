import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_RULE } from "../../src/contracts/draft/draft-contracts.ts";
import { REPLAYABILITY } from "../../src/core/exchange.ts";
import { blocksOf, commandsOf, reader, type Reader } from "../reading.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/observe.md"), "utf8");
const BLOCKS = blocksOf(PAGE);

describe("docs/reference/observe.md", () => {
  let at: Reader;
  beforeAll(() => void (at = reader(BLOCKS)));
  afterAll(() => at.leave());

  // One after the other, as a reader would.
  it.each(commandsOf(BLOCKS).map((text) => [text.trim().replaceAll("\n", " ; "), text]))(
    "%s",
    (_, text) => {
      const { status, stdout, stderr } = at.run(text);
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).not.toBe("");
    },
    120_000,
  );

  it("says every reason why a row makes no case", () => {
    const reasons = [...NO_RULE, ...REPLAYABILITY.filter((one) => one !== "exact"), "response_missing", "failed"];
    expect(reasons.filter((reason) => !PAGE.includes(`\`${reason}\``))).toEqual([]);
  });
});
