import { describe, expect, test } from "vitest";
import { rewordReplayci } from "./replayci.ts";

const words = (line: string): readonly string[] => rewordReplayci(line.split(" ").filter(Boolean)).words;

describe("ReplayCI's command line in our words", () => {
  test("with the three shadow flags it is a shadow run", () => {
    const line = "--pack p --provider openai --model a --shadow-capture --shadow-provider anthropic --shadow-model b";
    expect(words(line)).toEqual(["shadow", ...line.split(" ")]);
  });

  test("without any it is a check, underscores or not", () => {
    expect(words("--pack p --retry_cap 3 --only_contracts=get_weather --timeout_ms 5")).toEqual(
      "check --pack p --retry-cap 3 --only-contracts=get_weather --timeout-ms 5".split(" "),
    );
    expect(words("--pack my_pack --persist")).toEqual(["check", "--pack", "my_pack"]);
    expect(rewordReplayci(["--persist"]).notes).toHaveLength(1);
  });

  test("its lane is a provider of ours", () => {
    expect(words("--pack p --run_mode recorded")).toEqual("check --provider recorded --pack p".split(" "));
    expect(words("--provider=openai --run-mode=recorded")).toEqual("check --provider recorded".split(" "));
    expect(words("--run_mode live --provider openai")).toEqual("check --provider openai".split(" "));
    expect(() => words("--run_mode")).toThrow("--run-mode does not take nothing");
  });

  test.each([
    ["--shadow-capture", "--shadow-provider and --shadow-model"],
    ["--shadow-capture --shadow-provider=anthropic", "needs --shadow-model"],
    ["--shadow-provider anthropic --shadow-model b", "needs --shadow-capture"],
  ])("%s alone says what is missing", (line, missing) => {
    expect(() => words(line)).toThrow(missing);
  });

  test("its other commands are ours, or say what to type", () => {
    expect(words("observe --last 7d")).toEqual(["observe", "--last", "7d"]);
    expect(words("--help")).toEqual(["shadow", "--help"]);
    expect(() => words("drift")).toThrow(expect.objectContaining({ code: "usage" }) as Error);
    expect(() => words("toString")).toThrow("not a command here");
  });
});
