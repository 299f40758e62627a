import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importContext } from "../../importers/conformance.ts";
import { litellmStandard } from "../../importers/litellm-standard.ts";
import type { Exchange } from "../../core/exchange.ts";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder } from "./temporary.fixtures.ts";

const LOGS = new URL("../../../../shared/data/bfcl/litellm/", import.meta.url);

function read(text: string): Exchange[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const record = litellmStandard.read(JSON.parse(line), importContext);
      if (record.kind !== "exchange") throw new Error(JSON.stringify(record));
      return { ...record.exchange, cost_list: (record.exchange.cost_logged ?? 0) * 1.1, price_version: "test" };
    });
}

test("nine real logs take less than a third of their lines, and come back as they were", ({ skip }) => {
  skip(!existsSync(LOGS), `real LiteLLM logs are not there (${LOGS.pathname})`);
  const folder = temporaryFolder();
  const store = openSqliteStore(folder);
  let raw = 0;
  for (const name of readdirSync(LOGS).filter((file) => file.endsWith(".jsonl"))) {
    const text = readFileSync(new URL(name, LOGS), "utf8");
    raw += Buffer.byteLength(text);
    const exchanges = read(text);
    for (let at = 0; at < exchanges.length; at += 2_000) store.traffic.append(exchanges.slice(at, at + 2_000));
    for (const exchange of exchanges.filter((_, index) => index % 97 === 0))
      expect(store.traffic.get(exchange.request_id)).toEqual(exchange);
  }
  store.traffic.seal();
  const sealed = store.traffic.stats();
  expect([sealed.rows, sealed.sealed_rows]).toEqual([15_300, 15_300]);
  expect(sealed.bytes_on_disk).toBeLessThan(raw * 0.3);
  store.close();
  const onDisk = readdirSync(folder).reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);
  expect(onDisk).toBeLessThanOrEqual(sealed.bytes_on_disk);
});
