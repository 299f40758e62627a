import { Ajv2020 } from "ajv/dist/2020.js";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";

/** Answers of the API, as far as these tests look at them. */
type Json = Readonly<Record<string, never>> & { readonly [name: string]: Json };

let provider: Upstream;
let gateway: Running;

beforeAll(async () => {
  provider = await upstream((_, response, body) => {
    const message = { role: "assistant", content: `${body.model}: ${JSON.stringify(body.messages)}` };
    const usage = { prompt_tokens: 1_000_000, completion_tokens: 1_000_000, total_tokens: 2_000_000 };
    response.writeHead(200, { "content-type": "application/json" }).end(
      JSON.stringify({
        id: "c",
        object: "chat.completion",
        model: body.model,
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage,
      }),
    );
  });
  gateway = await start({
    providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
  });
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  await provider.close();
  remove(gateway.folder);
});

const cli = (...args: string[]) => understudy([...args, "--data", gateway.folder]);
const cliJson = <T = Json>(...args: string[]) => understudyJson<T>([...args, "--data", gateway.folder]);
const file = (name: string, content: string): string => {
  writeFileSync(join(gateway.folder, name), content);
  return join(gateway.folder, name);
};

async function api(method: string, path: string, body?: unknown, key = gateway.key) {
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Json;
  if (path.startsWith("/api/") && path !== "/api/openapi.json")
    await checkAnswer(method, path, response.status, answer);
  return { status: response.status, body: answer };
}

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, DescribedAnswer>> }>>>
  >;
  readonly components: object;
}
interface DescribedAnswer {
  readonly content: { readonly "application/json": { readonly schema: object } };
}

let described: Promise<Description> | null = null;

/** Holds an answer against what the API's own description says of it. */
async function checkAnswer(method: string, path: string, status: number, answer: Json): Promise<void> {
  described ??= fetch(`${gateway.url}/api/openapi.json`).then(
    async (response) => (await response.json()) as Description,
  );
  const { paths, components } = await described;
  const plain = path.replace(/\?.*/u, "");
  // A route without parameters goes before one that would take its last word for a name.
  const [route] = Object.keys(paths)
    .filter((one) => new RegExp(`^${one.replaceAll(/\{\w+\}/gu, "[^/]+")}$`, "u").test(plain))
    .toSorted((a, b) => a.split("{").length - b.split("{").length);
  const answers = paths[route ?? ""]?.[method.toLowerCase()]?.responses ?? {};
  const { schema } = answers[status]?.content["application/json"] ?? { schema: null };
  if (schema === null) throw new Error(`${method} ${path} answers ${status}, which is not described`);
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const fits = ajv.compile({ ...schema, components });
  if (!fits(answer)) throw new Error(`${method} ${path}: ${ajv.errorsText(fits.errors)} in ${JSON.stringify(answer)}`);
}

/** One chat request; what the provider was sent stands in its answer. */
async function chat(model: string, key = gateway.key, path = "/v1/chat/completions") {
  const response = await fetch(`${gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "x-understudy-session": "s1" },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] }),
  });
  const text = await response.text();
  return { status: response.status, config: response.headers.get("x-understudy-config"), text };
}

/** A running gateway follows a change that another process made within a second. */
async function soon(check: () => Promise<void>): Promise<void> {
  const until = Date.now() + 1_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

describe("projects", () => {
  it("are made, shown and changed, by command and over the API", async () => {
    const made = await cli("projects", "create", "shop", "--retention", "30", "--redact", "pii");
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toContain("kept      30 days\nredacted  pii\n");
    expect(made.out).toContain("Next: understudy keys create NAME --project shop");
    expect(await api("GET", "/api/projects/shop")).toMatchObject({
      status: 200,
      body: { name: "shop", retention_days: 30, redact: [{ kind: "pii" }] },
    });
    const redact = [
      { kind: "keyword", words: ["Falcon"] },
      { kind: "secrets", action: "redact" },
    ];
    expect(await api("PATCH", "/api/projects/shop", { redact, retention_days: null })).toMatchObject({ status: 200 });
    expect(await cliJson("projects", "show", "shop")).toMatchObject({
      retention_days: null,
      redact: [{ kind: "keyword", words: ["Falcon"] }, { kind: "secrets" }],
    });
    expect(await api("POST", "/api/projects", { name: "lab" })).toMatchObject({
      status: 201,
      body: { retention_days: 7, redact: [] },
    });
    const rules = file("rules.yaml", "- kind: regex\n  pattern: 'ORD-\\d+'\n  name: order numbers\n");
    expect(await cliJson("projects", "set", "lab", "--redact", rules, "--redact", "pii")).toMatchObject({
      redact: [{ kind: "regex", name: "order numbers" }, { kind: "pii" }],
    });
    expect(await cliJson("projects", "set", "lab", "--redact", "none")).toMatchObject({ redact: [] });
    expect((await cli("projects")).out).toMatch(/^lab +7 days/mu);
    expect((await api("GET", "/api/projects")).body["projects"]).toMatchObject([
      { name: "default" },
      { name: "lab" },
      { name: "shop" },
    ]);
  }, 20_000);

  it("say what is wrong with a setting", async () => {
    expect(await api("POST", "/api/projects", { name: "shop" })).toMatchObject({
      status: 409,
      body: { error: { code: "project_exists" } },
    });
    expect(await api("POST", "/api/projects", { name: "a/b" })).toMatchObject({ status: 400 });
    expect(await api("PATCH", "/api/projects/nope", {})).toMatchObject({
      status: 404,
      body: { error: { code: "project_unknown" } },
    });
    expect(await api("PATCH", "/api/projects/shop", { redact: [{ kind: "psi" }] })).toMatchObject({
      status: 400,
      body: {
        error: { code: "project_invalid", field: "redact[0]", message: expect.stringContaining("known: keyword") },
      },
    });
    expect(await api("PATCH", "/api/projects/shop", { redact: [{ kind: "pii", action: "block" }] })).toMatchObject({
      body: { error: { field: "redact[0].action" } },
    });
    expect(await api("PATCH", "/api/projects/shop", { retention: 3 })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_request" } },
    });
    expect(await api("PATCH", "/api/projects/shop", "{no")).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_request" } },
    });
  });
});

describe("endpoints", () => {
  it("are made from flags or a file, served within a second, and rolled back", async () => {
    const first = await cli(
      "endpoints",
      "set",
      "support",
      "--system-prompt",
      "Be brief.",
      "--policy",
      "gpt-4o-mini:openai",
      "--sessions",
      "on",
    );
    expect(first.out).toContain("support@1 is in force\n\nNext: understudy keys create NAME --endpoint support");
    await soon(async () =>
      expect((await chat("endpoint/support")).text).toContain(
        'gpt-4o-mini: [{\\"role\\":\\"system\\",\\"content\\":\\"Be brief.',
      ),
    );

    const text = "system_prompt: Be kind.\npolicy: gpt-4o:openai\nsessions: true\ndefaults: { temperature: 0.2 }\n";
    expect(await cliJson("endpoints", "set", "support", file("support.yaml", text), "--note", "kinder")).toMatchObject({
      version: 2,
      added: true,
    });
    await soon(async () =>
      expect((await chat("any", gateway.key, "/e/support/v1/chat/completions")).text).toContain(
        'gpt-4o: [{\\"role\\":\\"system\\",\\"content\\":\\"Be kind.',
      ),
    );
    expect(await cliJson("endpoints", "set", "support", join(gateway.folder, "support.yaml"))).toMatchObject({
      version: 2,
      added: false,
    });

    const shown = await cli("endpoints", "show", "support", "--yaml");
    expect(shown.out).toBe(
      "system_prompt: Be kind.\npolicy: gpt-4o:openai\ndefaults:\n  temperature: 0.2\nsessions: true\n",
    );
    expect((await cli("endpoints", "diff", "support@1", "support")).out).toContain(
      '~ system_prompt: "Be brief." -> "Be kind."',
    );
    expect((await cli("endpoints", "rollback", "support")).out).toContain("support@3 is in force, as support@1");
    await soon(async () => expect((await chat("endpoint/support")).text).toContain("Be brief."));
    expect((await cliJson("endpoints", "versions", "support"))["versions"]).toMatchObject([
      { version: 3, note: "as support@1" },
      { version: 2, note: "kinder" },
      { version: 1, note: null },
    ]);
    expect(
      await cliJson(
        "endpoints",
        "set",
        "support",
        "--without",
        "sessions",
        "--default",
        "seed=7",
        "--rate-limit",
        "600/1m",
      ),
    ).toMatchObject({
      version: 4,
      definition: {
        system_prompt: "Be brief.",
        policy: "gpt-4o-mini:openai",
        defaults: { seed: 7 },
        rate_limit: { requests: 600, per_seconds: 60 },
      },
    });
    await soon(async () => expect((await cli("endpoints", "sessions", "support")).out).toMatch(/^s1 +\d+ /mu));
    expect((await api("GET", "/api/projects/default/endpoints/support/sessions")).body["sessions"]).toMatchObject([
      { session: "s1" },
    ]);
  }, 40_000);

  it("are changed over the API just as well", async () => {
    const path = "/api/projects/shop/endpoints/triage";
    const split = {
      strategy: "ab_test",
      split: [
        { weight: 1, name: "a", policy: "gpt-4o:openai" },
        { weight: 1, name: "b", policy: "gpt-4o-mini:openai" },
      ],
    };
    const made = await api("PUT", path, { definition: { policy: split }, note: "first" });
    expect(made).toMatchObject({
      status: 201,
      body: { project: "shop", name: "triage", version: 1, definition: { policy: { salt: expect.any(String) } } },
    });
    // Stored again without its dice, the split keeps those it has.
    expect(await api("PUT", path, { definition: { policy: split } })).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    expect(await api("PUT", path, { definition: { policy: split, description: "who takes it" } })).toMatchObject({
      status: 201,
      body: { version: 2, definition: { policy: made.body["definition"]?.["policy"] } },
    });
    expect(await api("POST", `${path}/rollback`)).toMatchObject({
      status: 201,
      body: { version: 3, note: "as triage@1" },
    });
    expect(await api("POST", `${path}/rollback`, { version: 2 })).toMatchObject({ status: 201, body: { version: 4 } });
    expect((await api("GET", `${path}/versions`)).body["versions"]).toHaveLength(4);
    expect(await api("GET", `${path}?version=2`)).toMatchObject({
      body: { definition: { description: "who takes it" } },
    });
    expect((await api("GET", "/api/endpoints?project=shop")).body["endpoints"]).toMatchObject([
      { name: "triage", version: 4 },
    ]);
  });

  it.each<[string, object, string, string | undefined]>([
    ["default/endpoints/x", { definition: { sytem_prompt: "a" } }, "endpoint_invalid", undefined],
    [
      "default/endpoints/x",
      { definition: { guardrails: { input: [{ kind: "pii", action: "eat" }] } } },
      "endpoint_invalid",
      "guardrails.input[0].action",
    ],
    [
      "default/endpoints/x",
      { definition: { guardrails: { input: [{ kind: "regex", pattern: "(", action: "block" }] } } },
      "endpoint_invalid",
      "guardrails.input[0].pattern",
    ],
    ["default/endpoints/x", { definition: { policy: { strategy: "sngle" } } }, "policy_invalid", "policy.strategy"],
    [
      "default/endpoints/x",
      { definition: { policy: { strategy: "config", name: "nope" } } },
      "config_unknown",
      "policy.name",
    ],
    ["default/endpoints/x", { definition: { policy: "gpt-4o:nobody" } }, "target_unknown", "policy.model"],
    ["nope/endpoints/x", { definition: {} }, "project_unknown", undefined],
    ["default/endpoints/a%20b", { definition: {} }, "usage", undefined],
    ["default/endpoints/x", { defintion: {} }, "invalid_request", "definition"],
  ])("says what is wrong with %s %j", async (path, body, code, field) => {
    const { status, body: said } = await api("PUT", `/api/projects/${path}`, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(said["error"]).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
  });

  it("says what is wrong on the command line, with file and field", async () => {
    const bad = file("bad.json", '{"rate_limit":{"requests":0}}');
    expect((await cli("endpoints", "set", "x", bad)).err).toContain(`at ${bad} rate_limit.requests\n`);
    expect((await cli("endpoints", "set", "x")).err).toContain("nothing was given that endpoint x should hold");
    expect((await cli("endpoints", "set", "x", "--rate-limit", "many")).err).toContain(
      "Expected requests per time: 60/1m, 5/10s.",
    );
    expect((await cli("endpoints", "set", "x", "--policy", "nope")).err).toContain(
      '"nope" is neither a file nor a config',
    );
    expect((await cli("endpoints", "show", "nope")).err).toContain('project default has no endpoint "nope"');
    expect((await cli("endpoints", "show", "support@9")).err).toContain("The newest version is support@4.");
  }, 20_000);
});

describe("configs", () => {
  it("are attached, detached and rolled back; the endpoint's goes before the project's", async () => {
    const mini = file("mini.json", '{"strategy":"single","model":"gpt-4o-mini:openai"}');
    await cli("configs", "add", "mini", mini);
    expect(
      await api("POST", "/api/configs", { name: "big", policy: { strategy: "single", model: "gpt-4o:openai" } }),
    ).toMatchObject({ status: 201, body: { version: 1 } });
    expect(
      await api("POST", "/api/configs", { name: "big", policy: { strategy: "single", model: "gpt-4o:openai" } }),
    ).toMatchObject({ status: 200 });

    const attached = await cli("configs", "attach", "mini", "--to", "project:default");
    expect(attached.out).toContain("mini@1 serves project:default");
    expect(attached.out).toContain("Back: understudy rollback project:default");
    await soon(async () => expect(await chat("gpt-4o:openai")).toMatchObject({ config: "mini@1", status: 200 }));
    expect(await api("POST", "/api/attachments", { scope: "endpoint:support", config: "big" })).toMatchObject({
      status: 200,
      body: { scope: "endpoint:default/support", config: "big@1", before: null, changed: true, actor: "admin" },
    });
    await soon(async () => expect((await chat("endpoint/support")).config).toBe("big@1"));
    // What this gateway does not serve is not put in force over its API.
    await api("POST", "/api/configs", { name: "elsewhere", policy: "llama:elsewhere" });
    expect(await api("POST", "/api/attachments", { scope: "project:default", config: "elsewhere" })).toMatchObject({
      status: 400,
      body: { error: { code: "target_unknown", hint: expect.stringContaining("Configured: openai.") } },
    });
    expect((await cliJson("configs", "attachments"))["attachments"]).toMatchObject([
      { scope: "endpoint:default/support", config: "big@1" },
      { scope: "project:default", config: "mini@1" },
    ]);
    expect((await cli("configs")).out).toMatch(/^mini@1 +single +\S+ \S+ +project:default$/mu);
    expect(await cliJson("rollback", "endpoint:support")).toMatchObject({
      config: null,
      before: "big@1",
      changed: true,
    });
    // Its own policy goes before the project's attachment.
    await soon(async () =>
      expect(await chat("endpoint/support")).toMatchObject({
        config: "endpoint:default/support",
        text: expect.stringContaining("gpt-4o-mini: "),
      }),
    );
    expect(await api("POST", "/api/attachments/rollback", { scope: "endpoint:default/support" })).toMatchObject({
      body: { config: "big@1" },
    });
    expect((await api("GET", "/api/attachments/history?scope=endpoint:support")).body["history"]).toHaveLength(3);
    expect(await api("POST", "/api/attachments/detach", { scope: "endpoint:support" })).toMatchObject({
      body: { config: null },
    });
    expect((await cli("configs", "detach", "project:default")).code).toBe(0);
    expect((await cli("configs", "detach", "project:default")).err).toContain("nothing is attached to project:default");
  }, 40_000);

  it.each([
    [
      ["configs", "attach", "mini"],
      "what is mini to serve. For example: understudy configs attach mini --to project:default",
    ],
    [["configs", "attach", "nope", "--to", "project:default"], 'there is no config "nope"'],
    [["configs", "attach", "mini", "--to", "default"], '"default" is neither a project nor an endpoint'],
    [["configs", "attach", "mini", "--to", "project:nope"], 'there is no project "nope"'],
    [["configs", "attach", "mini", "--to", "endpoint:shop/support"], "there is no endpoint support in project shop"],
    [["rollback", "project:lab"], "nothing was ever attached to project:lab"],
  ])("%j says what is wrong", async (args, message) => {
    const run = await cli(...args);
    expect(run.code).toBe(2);
    expect(run.err).toContain(message);
  });
});

describe("keys", () => {
  it("are made over the API with role, budget and expiry; the key itself is shown once", async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await api("POST", "/api/keys", {
      name: "checkout",
      project: "shop",
      budget_usd_per_day: 0.5,
      expires_at,
    });
    expect(made).toMatchObject({
      status: 201,
      body: { role: "client", project: "shop", budget_usd_per_day: 0.5, expires_at, state: "good", spent_usd_today: 0 },
    });
    const key = String(made.body["key"]);
    expect(Object.keys(made.body)).not.toContain("hash");
    await soon(async () => expect((await chat("gpt-4o-mini:openai", key)).status).toBe(200));
    // One answer costs 0.75 USD here: the next is over budget.
    expect(await chat("gpt-4o-mini:openai", key)).toMatchObject({ status: 429 });
    const listed = await api("GET", "/api/keys");
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect(await api("DELETE", `/api/keys/${String(made.body["id"])}`)).toMatchObject({
      status: 200,
      body: { state: "revoked" },
    });
    await soon(async () => expect((await chat("gpt-4o-mini:openai", key)).status).toBe(401));
    expect(await api("DELETE", "/api/keys/key_nope")).toMatchObject({
      status: 404,
      body: { error: { code: "key_unknown" } },
    });
    expect(await api("POST", "/api/keys", { name: "late", expires_at: "2020-01-01T00:00:00Z" })).toMatchObject({
      status: 400,
      body: { error: { field: "expires_at" } },
    });
    expect(await api("POST", "/api/keys", { name: "x", endpoint: "nope" })).toMatchObject({
      status: 404,
      body: { error: { code: "endpoint_unknown" } },
    });
    expect((await cli("keys")).out).toMatch(/^us_c_\S+ +checkout +client +shop +\$0.5 +revoked$/mu);
  }, 20_000);

  it("reach as far as their role does", async () => {
    const keyOf = async (role: string) => String((await cliJson("keys", "create", role, "--role", role))["key"]);
    const [client, viewer, editor] = [await keyOf("client"), await keyOf("viewer"), await keyOf("editor")];
    await soon(async () => expect((await api("GET", "/v1/models", undefined, editor)).status).toBe(200));
    const definition = { definition: { description: "mine" } };
    const asks: readonly [string, string, unknown, readonly number[]][] = [
      ["GET", "/v1/replays/decisions", undefined, [200, 200, 200]],
      ["GET", "/api/logs", undefined, [403, 200, 200]],
      ["GET", "/api/projects", undefined, [403, 200, 200]],
      ["GET", "/api/endpoints", undefined, [403, 200, 200]],
      ["GET", "/api/configs", undefined, [403, 200, 200]],
      ["GET", "/api/strategies", undefined, [403, 200, 200]],
      ["GET", "/api/attachments", undefined, [403, 200, 200]],
      ["GET", "/api/audit", undefined, [403, 200, 200]],
      ["GET", "/api/cooldowns", undefined, [403, 200, 200]],
      ["GET", "/api/keys", undefined, [403, 403, 403]],
      ["POST", "/api/keys", { name: "x" }, [403, 403, 403]],
      ["PATCH", "/api/projects/shop", {}, [403, 403, 403]],
      ["PUT", "/api/projects/default/endpoints/mine", definition, [403, 403, 201]],
      ["POST", "/api/configs", { name: "mine", policy: "gpt-4o:openai" }, [403, 403, 201]],
      ["POST", "/api/attachments", { scope: "endpoint:mine", config: "mine" }, [403, 403, 200]],
      ["POST", "/api/logs/nope/replay", {}, [403, 403, 404]],
    ];
    for (const [method, path, body, expected] of asks) {
      const got = [];
      for (const key of [client, viewer, editor]) got.push((await api(method, path, body, key)).status);
      expect([path, ...got]).toEqual([path, ...expected]);
    }
  }, 30_000);
});

describe("the audit log", () => {
  it("says who changed what", async () => {
    const { entries } = (await api("GET", "/api/audit?limit=1000")).body as unknown as {
      entries: { action: string; actor: string; at: string }[];
    };
    const actions = new Set(entries.map(({ action }) => action));
    expect([...actions].toSorted()).toEqual([
      "config.add",
      "config.attach",
      "config.detach",
      "config.rollback",
      "endpoint.create",
      "endpoint.rollback",
      "endpoint.update",
      "gateway.replay",
      "key.create",
      "key.revoke",
      "project.create",
      "project.update",
    ]);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(["cli", "admin", "editor", "first start"]));
    expect(entries.every(({ at }) => at.endsWith("Z"))).toBe(true);
    const facts = entries.find(({ action }) => action === "project.update") as { readonly details?: object };
    expect(facts.details).toHaveProperty("before");
    const page = (await cliJson<{ entries: { at: string }[] }>("audit", "--limit", "3")).entries;
    expect(page).toHaveLength(3);
    expect((await cli("audit", "--action", "config.attach")).out).toContain(
      "scope=endpoint:default/mine config=mine@1 before=null",
    );
  });

  it("is narrowed by action, kind, who, when and what it says, read in pages and taken along as a file", async () => {
    interface Entry {
      readonly id: string;
      readonly at: string;
      readonly action: string;
      readonly actor: string;
    }
    const ask = async (query: string) =>
      (await api("GET", `/api/audit?${query}`)).body as unknown as { entries: readonly Entry[]; next: string | null };
    const { entries: all } = await ask("limit=1000");
    const same = async (query: string, keep: (one: Entry) => boolean): Promise<void> => {
      const expected = all.filter(keep).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect((await ask(`limit=1000&${query}`)).entries.map(({ id }) => id)).toEqual(expected);
    };
    await same("kind=endpoint", ({ action }) => action.startsWith("endpoint."));
    await same("actor=editor&kind=config", ({ actor, action }) => actor === "editor" && action.startsWith("config."));
    const [, second] = all as readonly [Entry, Entry];
    await same(`to=${second.at}`, ({ at }) => at < second.at);
    await same(`from=${second.at}`, ({ at }) => at >= second.at);
    await same(`id=${second.id}`, ({ id }) => id === second.id);
    await same("last=1h", () => true);
    const found = (await ask("text=ENDPOINT:default/mine")).entries;
    expect(new Set(found.map(({ action }) => action))).toContain("config.attach");
    expect((await ask("text=nobody-said-this")).entries).toEqual([]);

    const seen: string[] = [];
    for (let after = ""; ;) {
      const { entries, next } = await ask(`limit=7${after}`);
      seen.push(...entries.map(({ id }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(seen).toEqual(all.map(({ id }) => id));

    const { body: names } = await api("GET", "/api/audit/names");
    expect(names).toEqual({
      actions: [...new Set(all.map(({ action }) => action))].toSorted(),
      actors: [...new Set(all.map(({ actor }) => actor))].toSorted(),
    });
    const file = await fetch(`${gateway.url}/api/audit/export?format=csv&kind=key`, {
      headers: { authorization: `Bearer ${gateway.key}` },
    });
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
    const lines = (await file.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + all.filter(({ action }) => action.startsWith("key.")).length);
    const document = (await api("GET", "/api/audit/export")).body;
    expect(document).toEqual({ entries: all });
    const wrong = await api("GET", "/api/audit?from=soon");
    expect(wrong).toMatchObject({ status: 400, body: { error: { field: "from" } } });
    const cli = await cliJson<{ entries: readonly Entry[] }>("audit", "--kind", "key", "--by", "admin", "--last", "1h");
    expect(cli.entries.map(({ action }) => action)).toEqual(
      all.filter(({ action, actor }) => action.startsWith("key.") && actor === "admin").map(({ action }) => action),
    );
  });
});

it("says which strategies there are and how each is written", async () => {
  const { strategies } = (await api("GET", "/api/strategies")).body as unknown as {
    readonly strategies: readonly { readonly name: string; readonly example: object; readonly schema: object }[];
  };
  expect(strategies.map(({ name }) => name)).toContain("cascade");
  for (const { name, example, schema } of strategies) {
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    expect([name, fits(example)]).toEqual([name, true]);
    expect([name, fits({ ...example, nonsense: 1 })]).toEqual([name, false]);
  }
});

it("every route of the API is described", async () => {
  const { paths } = (await api("GET", "/api/openapi.json")).body as unknown as { paths: object };
  const pages = join(import.meta.dirname, "../../docs/reference");
  const page = readdirSync(pages)
    .map((name) => readFileSync(join(pages, name), "utf8"))
    .join("\n");
  const undocumented = Object.keys(paths).filter((path) => {
    const whole = page.includes(`${path}\``) || page.includes(`${path};`);
    return !whole && !page.includes(`\`${path.slice(path.lastIndexOf("/"))}\``);
  });
  expect(undocumented).toEqual([]);
});

it("the command line finds the gateway over its folder, and says where none runs", async () => {
  const said = join(gateway.folder, "gateway.json");
  expect(statSync(said).mode & 0o777).toBe(0o600);
  expect((await cli("cooldowns")).out).toBe("No target is cooling down.\n");
  const elsewhere = { env: { UNDERSTUDY_URL: gateway.url, UNDERSTUDY_KEY: gateway.key } };
  expect(await understudyJson(["cooldowns"], elsewhere)).toEqual({ cooldowns: [] });
  expect(
    await understudy(["cooldowns", "--url", gateway.url], { env: { UNDERSTUDY_KEY: "us_a_wrong" } }),
  ).toMatchObject({ code: 2, err: expect.stringContaining("The API key is unknown.") });
  expect(await understudy(["cooldowns", "--url", gateway.url])).toMatchObject({
    code: 2,
    err: expect.stringContaining("UNDERSTUDY_KEY=us_e_..."),
  });
  expect(await understudy(["cooldowns", "--url", "127.0.0.1"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Expected http://HOST:PORT"),
  });
  expect(await understudy(["cooldowns", "--url", "http://127.0.0.1:9"], elsewhere)).toMatchObject({
    code: 3,
    err: expect.stringContaining("does not answer"),
  });
  const other = await start({ providers: { openai: { base_url: provider.url, allow_private: true } } });
  await other.stop();
  expect(existsSync(join(other.folder, "gateway.json"))).toBe(false);
  expect(await understudy(["cooldowns", "--data", other.folder])).toMatchObject({
    code: 3,
    err: expect.stringContaining("no gateway runs over this data folder"),
  });
  remove(other.folder);
}, 30_000);
