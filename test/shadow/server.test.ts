import { expect, it } from "vitest";
import { start } from "../gateway/running.ts";
import { temporaryFolder, understudy } from "../understudy.ts";
import { anthropic, cityPack, environment, json, message, openAi, SIDES, type ShadowReport } from "./stand-ins.ts";

it("a run is pushed to a running gateway, with its pairs as they were", async () => {
  using folder = temporaryFolder();
  const gateway = await start({});
  const primary = await openAi();
  const shadow = await anthropic((response, city) => {
    if (city === "Kyoto") json(response, 529, { type: "error", error: { type: "overloaded_error", message: "busy" } });
    else json(response, 200, message(city === "Rome" ? null : city));
  });
  const env = {
    ...environment(primary, shadow),
    REPLAYCI_API_KEY: gateway.key,
    REPLAYCI_API_URL: gateway.url,
    GITHUB_SHA: "abc123",
  };
  const flags = ["--pack", cityPack(folder.path), ...SIDES, "--retry-cap", "0", "--json"];
  const run = await understudy(["shadow", ...flags], { env, cwd: folder.path });
  const { shadow_pipeline: pipeline } = JSON.parse(run.out) as ShadowReport;
  expect(pipeline).toMatchObject({ error: null, persisted: true, persisted_to: gateway.url });
  const stored = await gateway.api("GET", `/api/shadow-runs/${pipeline.run_id}`);
  expect(stored).toMatchObject({
    status: 200,
    body: { pack: { name: "cities" }, source: { commit: "abc123" }, summary: pipeline.summary },
  });
  const pairs = await gateway.api("GET", `/api/shadow-runs/${pipeline.run_id}/comparisons`);
  const { comparisons } = pairs.body as unknown as { readonly comparisons: readonly object[] };
  expect(comparisons).toHaveLength(5);
  for (const [at, { at: _, ...pair }] of pipeline.comparisons.entries()) expect(comparisons[at]).toMatchObject(pair);
  await Promise.all([gateway.stop(), primary.close(), shadow.close()]);
});
