import { join } from "node:path";
import { expect, it } from "vitest";
import { COMMANDS } from "./commands/index.ts";
import { referenceText } from "./reference.ts";

const FILE = join(import.meta.dirname, "../../docs/reference/cli.md");

it("keeps docs/reference/cli.md equal to what the definitions say", async () => {
  const commands = await Promise.all(COMMANDS.map((entry) => entry.load()));
  await expect(referenceText(commands)).toMatchFileSnapshot(FILE);
});

it("lists every command under its own name", async () => {
  for (const { name, load } of COMMANDS) expect((await load()).name).toBe(name);
});
