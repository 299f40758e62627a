import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chunk, remove, start, upstream, type Running, type Upstream } from "./running.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/operating.md"), "utf8");

/** Metrics by name, as a page of them says: type and help. */
function described(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].map(([, name = "", type = ""]) => [name, type]));
}

describe("/metrics, /healthz and /readyz", () => {
  let provider: Upstream;
  let gateway: Running;
  let type = "";
  let text = "";

  beforeAll(async () => {
    provider = await upstream((_, response, { stream, model }) => {
      response.writeHead(200, { "content-type": stream === true ? "text/event-stream" : "application/json" });
      if (stream === true) {
        response.write(chunk({ role: "assistant", content: "Hal" }));
        setTimeout(() => response.destroy(), 20);
      } else
        response.end(
          JSON.stringify({ id: "c", model, choices: [{ index: 0, message: { role: "assistant", content: "x" } }] }),
        );
    });
    gateway = await start({ providers: { openai: { base_url: provider.url, allow_private: true } } });
    for (const body of [{ model: "gpt-4o-mini" }, { model: "gpt-4o-mini", stream: true }, { model: "nobody's" }]) {
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}` },
        body: JSON.stringify({ ...body, messages: [{ role: "user", content: "hi" }] }),
      });
      await response.text().catch(() => "");
    }
    const response = await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${gateway.key}` } });
    type = response.headers.get("content-type") ?? "";
    text = await response.text();
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  it("are for those who may look: a key of the role viewer or above", async () => {
    const asked = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${gateway.url}/metrics`, { headers })).status;
    expect(await asked({})).toBe(401);
    expect(await asked({ authorization: "Bearer us_c_nobody" })).toBe(401);
    expect(await asked({ "x-api-key": gateway.key })).toBe(200);
  });

  it("are told of in operating.md: exactly the metrics there are, with their types", () => {
    const printed = [...described(text)].filter(([name]) => !/^(?:process|nodejs)_/u.test(name));
    const written = [...PAGE.matchAll(/^\| `(understudy_\w+)` \| (\w+) \|/gmu)].map(([, name, type]) => [name, type]);
    expect(written.toSorted()).toEqual(printed.toSorted());
    expect(type).toMatch(/^text\/plain; version=0\.0\.4/u);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/mu);
  });

  it("keep to Prometheus's conventions: base units, counters end in _total, each line is of a metric with help", () => {
    const types = described(text);
    for (const [name, type] of types) {
      if (!name.startsWith("understudy_")) continue;
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|kb|mb|percent)(?:_|$)/u);
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, "mu"));
    }
    for (const [, name = ""] of text.matchAll(/^(understudy_\w+)[ {]/gmu)) {
      const base = name.replace(/_(?:bucket|sum|count)$/u, "");
      expect(types.has(name) || types.get(base) === "histogram", name).toBe(true);
    }
  });

  it("count requests by what became of them, a stream that broke among the failed", () => {
    const labels = 'dialect="openai-chat",status="200",outcome="OUTCOME",target="gpt-4o-mini:openai",origin="live"';
    for (const outcome of ["ok", "failed"]) {
      const own = labels.replace("OUTCOME", outcome);
      expect(text).toContain(`\nunderstudy_requests_total{${own}} 1\n`);
      const series = [...text.matchAll(/^understudy_request_duration_seconds_(\w+)\{(.*)\} (\S+)$/gmu)].filter(
        ([, , of = ""]) => of.startsWith(own),
      );
      const buckets = series.filter(([, part]) => part === "bucket").map(([, , , value]) => Number(value));
      expect(buckets.length).toBeGreaterThan(10);
      expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
      expect(buckets.at(-1)).toBe(1);
      expect(Number(series.find(([, part]) => part === "count")?.[3])).toBe(1);
      const sum = Number(series.find(([, part]) => part === "sum")?.[3]);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(20);
    }
    expect(text).toContain('\nunderstudy_attempts_total{target="gpt-4o-mini:openai",kind="first",outcome="ok"} 1\n');
    expect(text).toContain('kind="first",outcome="truncated_stream"} 1\n');
    expect(text).toContain('status="404",outcome="failed",target="none",origin="live"} 1\n');
  });

  it("need no key", async () => {
    const [health, ready] = await Promise.all([fetch(`${gateway.url}/healthz`), fetch(`${gateway.url}/readyz`)]);
    expect([health.status, ready.status]).toEqual([200, 200]);
    expect(await health.json()).toMatchObject({ status: "ok", version: expect.any(String) });
    expect(await ready.json()).toMatchObject({ status: "ok", reasons: [] });
  });
});

describe("a gateway that is told to stop", () => {
  it("lets a stream that runs finish, takes nothing new, and has every row", async () => {
    let go = (): void => {};
    const provider = await upstream((_, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ role: "assistant", content: "first " }));
      go = () => response.end(`${chunk({ content: "last" }, "stop")}data: [DONE]\n\n`);
    });
    const gateway = await start({ providers: { openai: { base_url: provider.url, allow_private: true } } });
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify({ model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: "hi" }] }),
    });
    const id = response.headers.get("x-understudy-request-id");
    const stopped = gateway.stop();
    for (let refused = false; !refused;) {
      refused = await fetch(`${gateway.url}/healthz`, { headers: { connection: "close" } }).then(
        () => false,
        () => true,
      );
    }
    expect(gateway.process.exitCode).toBeNull();
    go();
    const text = await response.text();
    expect(text).toContain("first ");
    expect(text).toContain("last");
    expect(text).toContain("[DONE]");
    expect(await stopped).toBe(0);
    const again = await start({}, gateway.folder, gateway.key);
    const { body } = await again.api("GET", `/api/logs/${id}`);
    expect(body).toMatchObject({ status: "ok", stream: true });
    expect(body.response_body).toContain("first last");
    expect(gateway.lines().at(-1)).toMatchObject({ message: "stopped", written_rows: 1, spooled_rows: 0 });
    await again.stop();
    await provider.close();
    remove(gateway.folder);
  }, 30_000);
});
