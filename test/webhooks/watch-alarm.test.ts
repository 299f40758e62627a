import { afterAll, beforeAll, expect, it } from "vitest";
import { until, type Play } from "../gateway/playing.ts";
import { upstream, type Upstream } from "../gateway/running.ts";
import { rollout, type Rollout } from "../promote/rollout.ts";

const broken: Play = (response) =>
  void response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"message":"overloaded"}}');

let shop: Rollout;
let receiver: Upstream;

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  receiver = await upstream((_, response) => void response.writeHead(200).end());
  await Promise.all(Array.from({ length: 10 }, (_, user) => shop.ask(`u${user}`)));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs");
    return body.rows.length === 10 ? true : undefined;
  });
}, 60_000);
afterAll(async () => {
  await shop.close();
  await receiver.close();
});

it("tells of a promotion that exceeds a limit, once", async () => {
  const id = await shop.experiment({ strategy: "single", model: "gpt-4o-mini:openai" });
  const added = await shop.run("webhooks", "add", receiver.url, "--on", "watch_alarm", "--allow-private");
  expect(added).toMatchObject({ code: 0, err: "" });
  await shop.run("promote", id, "--percent", "50", "--watch", "24h", "--max-error-rate", "0.05", "--auto-rollback");
  shop.play("gpt-4o-mini", broken);
  const flow = shop.flow(50);
  await until("the alarm", async () => (receiver.requests.length > 0 ? true : undefined), 20_000);
  await flow.stop();
  expect(receiver.requests).toMatchObject([
    {
      type: "watch_alarm",
      data: {
        experiment: id,
        scope: "project:default",
        figure: { limit: "max_error_rate", value: 0.05, exceeded: true },
        rolled_back: true,
      },
    },
  ]);
}, 60_000);
