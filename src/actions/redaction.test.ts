import { describe, expect, it } from "vitest";
import { CLIENT_DIALECTS } from "../dialects/index.ts";
import { GUARDRAILS } from "../guardrails/index.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { bodyRedaction } from "./redaction.ts";

const dialects = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
const body = { model: "gpt-4o", messages: [{ role: "user", content: "Order 4711, mail to ann@example.com" }] };

function stand(): { projects: StoredProject[]; revision: number; loaded: number } {
  return { projects: [], revision: 1, loaded: 0 };
}

function over(state: ReturnType<typeof stand>): ReturnType<typeof bodyRedaction> {
  return bodyRedaction({
    projects: () => state.projects,
    revision: () => state.revision,
    kinds: () => {
      state.loaded++;
      return Promise.resolve(GUARDRAILS);
    },
    dialects,
  });
}

function project(redact: StoredProject["redact"]): StoredProject {
  return { name: "shop", redact } as StoredProject;
}

describe("what projects do not want kept", () => {
  it("loads no kind of rule while there is no rule", async () => {
    const state = stand();
    const redaction = over(state);
    state.projects = [project([])];
    await redaction.refresh();
    expect(redaction.applies("shop")).toBe(false);
    expect(redaction.body("shop", "openai-chat", body, "request")).toBeNull();
    expect(state.loaded).toBe(0);
  });

  it("takes what a rule finds out of bodies, from the next look at the rules on", async () => {
    const state = stand();
    const redaction = over(state);
    await redaction.refresh();
    state.projects = [project([{ kind: "pii", name: "mail", kinds: ["email"] }] as StoredProject["redact"])];
    await redaction.refresh();
    expect(redaction.applies("shop")).toBe(false);
    state.revision++;
    await redaction.refresh();
    expect(redaction.applies("shop")).toBe(true);
    expect(JSON.stringify(redaction.body("shop", "openai-chat", body, "request"))).not.toContain("ann@example.com");
    expect(JSON.stringify(redaction.body("shop", "openai-chat", body, "request"))).toContain("Order 4711");
    expect(redaction.applies("other")).toBe(false);
  });

  it("goes by the last rules where they cannot be read, and reads them again", async () => {
    const state = stand();
    const redaction = over(state);
    state.projects = [project([{ kind: "keyword", name: "words", words: ["4711"] }] as StoredProject["redact"])];
    await redaction.refresh();
    state.revision++;
    const { projects } = state;
    Object.defineProperty(state, "projects", {
      configurable: true,
      get() {
        throw new Error("database is locked");
      },
    });
    await expect(redaction.refresh()).rejects.toThrow("locked");
    expect(redaction.applies("shop")).toBe(true);
    Object.defineProperty(state, "projects", { value: projects });
    await redaction.refresh();
    expect(redaction.applies("shop")).toBe(true);
  });
});
