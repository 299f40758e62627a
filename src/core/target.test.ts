import { describe, expect, it } from "vitest";
import { splitTarget, target } from "./target.ts";

describe("a target", () => {
  it("names model and provider, the provider after the last colon", () => {
    expect(target("gpt-4o", "openai")).toBe("gpt-4o:openai");
    expect(splitTarget("gpt-4o:openai")).toEqual({ model: "gpt-4o", provider: "openai" });
    expect(splitTarget("llama3.1:8b:ollama")).toEqual({ model: "llama3.1:8b", provider: "ollama" });
  });

  it.each(["gpt-4o", "", ":openai", "gpt-4o:"])("is not %j", (text) => {
    expect(splitTarget(text)).toBeNull();
  });
});
