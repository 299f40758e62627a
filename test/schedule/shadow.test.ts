import { expect, it } from "vitest";
import { anthropic, cityPack, environment, json, message, openAi, SIDES } from "../shadow/stand-ins.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

interface Listed {
  readonly schedules: readonly { readonly runs: readonly object[] }[];
}

it("a scheduled shadow run is kept with its verdict, and webhooks are told when that changes", async () => {
  using folder = temporaryFolder();
  cityPack(folder.path);
  const primary = await openAi();
  let failing = false;
  const shadow = await anthropic((response, city) =>
    json(response, 200, message(failing && city === "Rome" ? null : city)),
  );
  const options = { env: environment(primary, shadow), cwd: folder.path };
  const data = ["--data", folder.file("data")];
  const command = ["shadow", "--pack", "cities", ...SIDES];
  const added = await understudy(
    ["schedule", "add", "--cron", "@daily", "--name", "nightly", ...data, "--", ...command],
    options,
  );
  expect(added).toMatchObject({ code: 0, err: "" });
  await understudy(["webhooks", "add", "https://example.com/hook", "--on", "verdict_change", ...data], options);
  const ran = async (): Promise<string> => {
    const run = await understudy(["schedule", "run", "nightly", ...data], options);
    expect(run).toMatchObject({ code: 0, err: "" });
    return /^done: (shr_\S+)$/mu.exec(run.out)?.[1] ?? "";
  };
  const first = await ran();
  failing = true;
  const second = await ran();
  const { schedules } = await understudyJson<Listed>(["schedule", "list", ...data]);
  expect(schedules[0]?.runs).toMatchObject([
    { state: "done", result: second, decision: "needs_review" },
    { state: "done", result: first, decision: "needs_better_evidence" },
  ]);
  const { runs } = await understudyJson<{ runs: readonly object[] }>(["shadow", "list", ...data]);
  expect(runs).toMatchObject([{ id: second, pack: { name: "cities" } }, { id: first }]);
  const { webhooks } = await understudyJson<{ webhooks: readonly { readonly deliveries: readonly object[] }[] }>([
    "webhooks",
    "list",
    ...data,
  ]);
  expect(webhooks[0]?.deliveries).toMatchObject([{ event: `evt_${second}_verdict`, type: "verdict_change" }]);
  await Promise.all([primary.close(), shadow.close()]);
}, 60_000);
