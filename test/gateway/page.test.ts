import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { parseDeployment } from "../../src/actions/deployment.ts";
import { GUARDRAILS } from "../../src/guardrails/index.ts";
import { mockLive } from "../../src/providers/in-process/mock-live.ts";
import { recordedLive } from "../../src/providers/in-process/recorded-live.ts";
import { LIVE_PROVIDERS } from "../../src/providers/live.ts";
import { providerConfig } from "../../src/providers/live-provider.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/gateway.md"), "utf8");

it("docs/reference/gateway.md names every guardrail with what it does", () => {
  for (const { kind, summary, actions } of GUARDRAILS) {
    expect(PAGE).toContain(`| \`${kind}\` | ${summary} | ${actions.join(", ")} |`);
  }
});

it("docs/reference/gateway.md names every provider with its key and the dialects it speaks", () => {
  for (const { name, summary, key_env: key, speaks } of LIVE_PROVIDERS) {
    const spoken = Object.keys(speaks).map((dialect) => `\`${dialect}\``);
    const own = spoken.length === 0 ? "none: always translated" : spoken.join(", ");
    expect(PAGE).toContain(
      `| \`${name}\` | ${summary} | ${key === null ? "as `key_env` says" : `\`${key}\``} | ${own} |`,
    );
  }
});

it("docs/reference/gateway.md names every provider that answers in this process", () => {
  for (const { name, summary } of [mockLive, recordedLive(() => null)])
    expect(PAGE).toContain(`| \`${name}\` | ${summary} | none | all |`);
});

it("docs/reference/gateway.md shows a deployment that can be read", () => {
  const [, text = ""] = /```yaml\n(.*?)```/su.exec(PAGE) ?? [];
  const { providers, server } = parseDeployment(parse(text), null);
  expect(server.port).toBe(4_141);
  for (const provider of Object.values(providers)) expect(providerConfig.safeParse(provider).success).toBe(true);
});
