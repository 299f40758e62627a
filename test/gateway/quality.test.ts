import { expect, it } from "vitest";
import { sampleExchange } from "../../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { temporaryFolder } from "../understudy.ts";
import { start } from "./running.ts";

const ASKED = { model: "any", messages: [{ role: "user", content: "hi" }] };

it("the best target serves: by the mean of a supplied outcome, of the request's tag where it has one, and by hand before both", async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  const now = Date.now();
  const rows = [
    { model: "gpt-4o", helpful: 0.9, tags: ["chat"] },
    { model: "gpt-4o-mini", helpful: 0.6, tags: ["chat"] },
    { model: "gpt-4o", helpful: 0.1, tags: ["code"] },
    { model: "gpt-4o-mini", helpful: 0.3, tags: ["code"] },
  ].map((row, index) => ({ ...row, request_id: `0198c5a2-7b1e-7c3d-9f10-00000000000${index}` }));
  store.traffic.append(
    rows.map(({ model, tags, request_id }, index) =>
      sampleExchange(index, { request_id, source_id: null, created_at: now - 60_000, model, provider: "mock", tags }),
    ),
  );
  store.traffic.putOutcomes(
    rows.map(({ request_id, helpful }) => ({
      request_id,
      name: "helpful",
      value: helpful,
      source: "us",
    })),
  );
  store.close();

  const quality = { outcome: "helpful", scores: { "gpt-4.1:mock": { by_tag: { legal: 1 } } } };
  const gateway = await start({ providers: { mock: {} }, quality }, folder.path);
  const allow = ["gpt-4o:mock", "gpt-4o-mini:mock", "gpt-4.1:mock"];
  await gateway.api("POST", "/api/configs", { name: "best", policy: { strategy: "quality", allow } });
  await gateway.api("POST", "/api/attachments", { scope: "project:default", config: "best" });
  const served = async (tags: string): Promise<string | null> => {
    const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}`, "x-understudy-tags": tags },
      body: JSON.stringify(ASKED),
    });
    await answer.text();
    return answer.headers.get("x-understudy-target");
  };
  expect(await served("")).toBe("gpt-4o:mock");
  expect(await served("code")).toBe("gpt-4o-mini:mock");
  expect(await served("legal")).toBe("gpt-4.1:mock");
  await gateway.stop();
}, 30_000);
