import { describe, expect, test } from "vitest";
import { summariseShadow } from "../../shadow/index.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { pushRun, type PushParts } from "./push-run.ts";

const RUN: StoredShadowRun = {
  id: "shr_1",
  origin: "cli",
  created_at: 0,
  finished_at: 1,
  project: null,
  endpoint: null,
  mirror: null,
  pack: null,
  primary: "a:one",
  candidate: "b:two",
  repeat: 1,
  source: {},
  summary: summariseShadow([]),
};

/** A server that answers with these, one after another: a status, or null for none. */
function server(...statuses: readonly (number | null)[]): PushParts & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    url: "https://shadows.example/base/",
    key: "rci",
    asked,
    async http(url, { method, headers }) {
      const status = statuses[asked.length] ?? null;
      asked.push(`${method} ${url} ${headers["authorization"]}`);
      if (status === null) throw new Error("connect ECONNREFUSED");
      return { status, text: JSON.stringify({ error: { message: "not now" } }) };
    },
  };
}

describe("a run that is pushed", () => {
  test("goes to the server's route, with the key, once", async () => {
    const to = server(201);
    await pushRun(to, RUN, [], 5_000);
    expect(to.asked).toEqual(["POST https://shadows.example/api/shadow-runs Bearer rci"]);
  });

  test("is sent again where the server does not answer or is in trouble", async () => {
    const to = server(null, 503, 200);
    await pushRun(to, RUN, [], 5_000);
    expect(to.asked).toHaveLength(3);
    const down = server();
    await expect(pushRun(down, RUN, [], 5_000)).rejects.toThrow("does not answer: connect ECONNREFUSED");
    expect(down.asked).toHaveLength(3);
  });

  test("is not sent again where it is refused", async () => {
    const to = server(403, 200);
    await expect(pushRun(to, RUN, [], 5_000)).rejects.toThrow("https://shadows.example/base/ answered 403: not now");
    expect(to.asked).toHaveLength(1);
  });

  test("takes no longer than it may", async () => {
    const began = performance.now();
    const to = server(500, 500, 500);
    await expect(pushRun(to, RUN, [], 50)).rejects.toThrow("answered 500");
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(to.asked.length).toBeLessThan(3);
  });
});
