import { join } from "node:path";
import { expect, it } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { referenceText } from "./reference.ts";

const FILE = join(import.meta.dirname, "../../docs/reference/cli.md");

it("keeps docs/reference/cli.md equal to what the definitions say", async () => {
  await expect(referenceText(COMMANDS)).toMatchFileSnapshot(FILE);
});
