import { expect, it } from "vitest";
import { repeatCommand } from "./repeat-command.ts";

it("names both targets as a shell takes them", () => {
  expect(repeatCommand("gpt-4o-mini:openai", "meta-llama/llama-3.1@v2:together")).toBe(
    "understudy shadow --pack packs/my-pack --provider openai --model gpt-4o-mini " +
      "--shadow-provider together --shadow-model meta-llama/llama-3.1@v2 --repeat 5",
  );
});

it.each(["config cheap@3", "x; rm -rf ~:openai", "$(id):openai", "nothing", ":openai", ""])(
  "gives no command for %s",
  (name) => {
    expect(repeatCommand(name, "a:b")).toBeNull();
    expect(repeatCommand("a:b", name)).toBeNull();
  },
);
