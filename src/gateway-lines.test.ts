import { describe, expect, it } from "vitest";
import { gatewayLines, watchLog } from "./gateway-lines.ts";
import { providerConfig } from "./providers/live-provider.ts";
import type { LogStats } from "./store/log-writer.ts";

const CALM: LogStats = {
  waiting_rows: 0,
  waiting_bytes: 0,
  spooled_rows: 0,
  written_rows: 5,
  bodies_dropped: 0,
  rows_lost: 0,
  trouble: null,
};

describe("a gateway's log lines", () => {
  it("know the keys of its providers, whatever they look like, and what else looks like a key", () => {
    const lines: string[] = [];
    const variables: Readonly<Record<string, string>> = {
      MISTRAL_API_KEY: "plainwords",
      OWN: "anything goes",
      EMPTY: "",
    };
    const tell = gatewayLines({
      to: { write: (text) => void lines.push(text), isTerminal: false },
      level: "info",
      now: () => 0,
      configs: {
        mistral: providerConfig.parse({}),
        local: providerConfig.parse({ kind: "openai-compatible", base_url: "http://127.0.0.1:1", key_env: "OWN" }),
        other: providerConfig.parse({ kind: "openai-compatible", base_url: "http://127.0.0.1:1", key_env: "EMPTY" }),
      },
      environment: (name) => variables[name],
    });
    const secret = `us_a_${"x".repeat(43)}`;
    tell("error", "a bug", { error: `plainwords, anything goes; ${secret} and sk-${"a".repeat(30)}.` });
    expect((JSON.parse(lines[0]!) as { error: string }).error).toBe(
      "[key], [key]; [understudy_key] and [openai_api_key].",
    );
  });

  it("tell once of trouble with the log, of its end, and of everything that is lost", () => {
    let stats = CALM;
    const lines: unknown[] = [];
    const look = watchLog(
      () => stats,
      (level, message, details) => lines.push([level, message, details]),
    );
    const next = (changes: Partial<LogStats>): void => {
      stats = { ...stats, ...changes };
      look();
      look();
    };
    next({});
    next({ trouble: "the disk is full", waiting_rows: 2 });
    next({ rows_lost: 3, bodies_dropped: 4 });
    next({ rows_lost: 5 });
    next({ trouble: null, waiting_rows: 0, spooled_rows: 2 });
    expect(lines).toEqual([
      ["warn", "the disk is full", { waiting_rows: 2, spooled_rows: 0 }],
      ["error", "the log's queue is full", { rows_lost: 3, bodies_dropped: 4 }],
      ["error", "the log's queue is full", { rows_lost: 5, bodies_dropped: 4 }],
      ["info", "rows get into the store again", { waiting_rows: 0, spooled_rows: 2 }],
    ]);
  });
});
