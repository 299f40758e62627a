import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { temporaryFolder, understudy } from "../understudy.ts";
import { start } from "./running.ts";

it("a first start whose port is taken makes no key: the next one shows it", async () => {
  using folder = temporaryFolder();
  const taken = createServer();
  await new Promise<void>((ready) => taken.listen(0, "127.0.0.1", ready));
  const { port } = taken.address() as AddressInfo;
  const failed = await understudy(["up", "--mock", "--port", String(port), "--data", folder.path]);
  taken.close();
  expect(failed.code).toBe(2);
  expect(failed.err).toContain(`cannot listen on 127.0.0.1:${port}`);

  const gateway = await start({}, folder.path);
  expect(gateway.key).toMatch(/^us_/);
  expect((await gateway.api("GET", "/api/keys")).status).toBe(200);
  await gateway.stop();
}, 30_000);
