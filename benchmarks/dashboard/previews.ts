import type { Page } from "playwright-core";
import type { Watched } from "./seen.ts";

/** Two policies of a kind: typing turns one into the other, one key after the other being the last. */
const KINDS = [
  {
    name: "single",
    policies: ["strategy: single\nmodel: gpt-4o-mini:openai", "strategy: single\nmodel: claude-haiku-4-5:anthropic"],
  },
  {
    name: "fallback",
    policies: [
      "strategy: fallback_chain\ntargets: [gpt-4o-mini:openai, gpt-4o:openai]",
      "strategy: fallback_chain\ntargets: [gemini-2.5-flash:google, gpt-4o:openai]",
    ],
  },
  {
    name: "cascade",
    policies: [
      "strategy: cascade\nsteps: [gpt-4o-mini:openai, gpt-4o:openai]\naccept: {tool_calls: valid}",
      "strategy: cascade\nsteps: [gpt-4.1-mini:openai, gpt-4o:openai]\naccept: {tool_calls: valid}",
    ],
  },
  {
    name: "rules",
    policies: [
      "strategy: custom_rules\nrules:\n  - when: {tags: 'plan:pro'}\n    then: gpt-4o:openai\n  - when: {input_tokens: {$gt: 2000}}\n    then: gemini-2.5-flash:google\ndefault: gpt-4o-mini:openai",
      "strategy: custom_rules\nrules:\n  - when: {tags: 'plan:pro'}\n    then: gpt-4o:openai\n  - when: {input_tokens: {$gt: 900}}\n    then: gemini-2.5-flash:google\ndefault: gpt-4o-mini:openai",
    ],
  },
] as const;

export interface PreviewTimes {
  readonly name: string;
  /** ms from the last key to painted numbers. */
  readonly ms: readonly number[];
  /** ms of them that the thread took: from being asked to its answer being there. */
  readonly thread: readonly number[];
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Policy" }).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** After so long the numbers on the page are refined, and stay as they are. */
const REFINED_MS = 1_000;

/** Writes one policy over another by one input, and waits for its numbers. */
async function once(page: Page, text: string): Promise<{ readonly ms: number; readonly thread: number }> {
  await page.waitForTimeout(REFINED_MS);
  await page.getByRole("textbox", { name: "Policy" }).click();
  await page.keyboard.press("Control+a");
  const before = await page.evaluate<string>("bench.preview()");
  await page.evaluate("bench.forget(); bench.worked.length = 0");
  await page.keyboard.insertText(text);
  const ms = await page.evaluate<number | null>(`bench.previewed(${JSON.stringify(before)})`);
  if (ms === null) throw new Error(`no other numbers came of ${text}`);
  return { ms, thread: await page.evaluate<number>("bench.worked.at(-1)") };
}

/** From a key to painted numbers, over 50,000 rows, round by round. The first of each kind is not counted. */
export async function previewTimes({ page, open }: Watched, rounds: number): Promise<readonly PreviewTimes[]> {
  await open("/experiments/new?by=policy&newest=true");
  await write(page, KINDS[0].policies[1]);
  await page.getByText("A sample of 50,000 of").waitFor({ timeout: 120_000 });
  const times = KINDS.map(({ name }) => ({ name, ms: [] as number[], thread: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [number, { policies }] of KINDS.entries()) {
      for (const text of policies) {
        const { ms, thread } = await once(page, text);
        if (round === 0) continue;
        times[number]!.ms.push(ms);
        times[number]!.thread.push(thread);
      }
    }
  }
  return times;
}
