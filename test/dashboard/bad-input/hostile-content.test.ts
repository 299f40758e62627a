import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { writeMadeUpLog } from "../../made-up-log.ts";
import { temporaryFolder, understudy } from "../../understudy.ts";
import { made } from "../made.ts";
import { HOSTILE, pushShadowRuns, runId } from "../shadow-runs.ts";
import { sideways, stage, type Stage } from "../stage.ts";
import { write } from "../write.ts";

const SCRIPT = "<script>document.title='taken'</script>";
const IMAGE = "<img src=x onerror=\"document.title='taken'\">";
const DRAWING = "<svg onload=\"document.title='taken'\"><a href=\"javascript:document.title='taken'\">x</a></svg>";
const LINK = "[win](javascript:document.title='taken') ![](https://elsewhere.example/seen.png)";
const LONG = "x".repeat(400);

const TOOL = { name: IMAGE, description: LINK, parameters: { type: "object", title: SCRIPT } };
const MESSAGES = [
  { role: "system", content: SCRIPT },
  { role: "user", content: [{ type: "text", text: `${DRAWING} ${LINK}` }] },
  {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "c", type: "function", function: { name: IMAGE, arguments: `{"a":"${LONG}"}` } }],
  },
  { role: "tool", tool_call_id: "c", content: IMAGE },
];

const folder = temporaryFolder();
let here: Stage;
let row = "";
let simulation = "";

beforeAll(async () => {
  const log = folder.file("log.jsonl");
  const response = {
    choices: [{ index: 0, finish_reason: SCRIPT, message: { role: "assistant", content: `${IMAGE} ${LINK}` } }],
    usage: { prompt_tokens: 10, completion_tokens: 5 },
  };
  const request = { model: IMAGE, messages: MESSAGES, tools: [{ type: "function", function: TOOL }] };
  const columns = {
    model: IMAGE,
    model_requested: SCRIPT,
    end_user: DRAWING,
    session: IMAGE,
    tags: [SCRIPT, LONG],
    metadata: { [IMAGE]: LINK },
    request,
    response,
  };
  writeMadeUpLog(log, [{ id: SCRIPT, daysAgo: 1, columns }, ...["a", "b"].map((id) => ({ id, daysAgo: 2 }))]);
  const imported = await understudy(["import", log, "--data", folder.file("data")]);
  if (imported.code !== 0) throw new Error(imported.err);
  here = await stage(folder.file("data"));
  const { gateway } = here;
  const arm = { name: IMAGE, weight: 1, policy: { strategy: "single", model: "gpt-4o:mock" } };
  await made(gateway, "POST", "/api/configs", {
    name: "split",
    policy: { strategy: "ab_test", split: [arm] },
    note: SCRIPT,
  });
  const definition = { system_prompt: `${SCRIPT} ${LONG}`, policy: "gpt-4o:mock" };
  await made(gateway, "PUT", "/api/projects/default/endpoints/support", { definition, note: IMAGE });
  await made(gateway, "POST", "/api/keys", { name: IMAGE, role: "client" });
  const asked = { policy: "single:gpt-4o-mini:openai", window: { last: "7d" } };
  ({ id: simulation } = await made<{ readonly id: string }>(gateway, "POST", "/api/simulations", asked));
  await pushShadowRuns(gateway);
  const { rows } = (await gateway.api("GET", "/api/logs?limit=1")).body;
  row = rows[0]?.request_id ?? "";
}, 120_000);
afterAll(async () => {
  await here.close();
  folder[Symbol.dispose]();
});

/** What a browser would have made of the text, had it been taken for more than text. */
function markup(page: Page): Promise<readonly string[]> {
  return page.evaluate(`
    [...document.querySelectorAll("img, iframe, object, embed, script:not([src]), a[href], [onerror], [onload]")]
      .filter((one) => one.localName !== "a" || !/^https?:/u.test(one.href))
      .map((one) => one.outerHTML.slice(0, 200))`);
}

const drawer = (tab: string): string => `/logs?open=${row}&tab=${tab}`;

it.each([1440, 360])(
  "markup in whatever others wrote stands there as text, %i px wide",
  async (width) => {
    const { page, open, trouble } = await here.signedIn({ width });
    const seen: readonly (readonly [string, string])[] = [
      ["/logs", IMAGE],
      [drawer("messages"), DRAWING],
      [drawer("response"), LINK],
      [drawer("about"), SCRIPT],
      [drawer("replay"), "document.title"],
      ["/logs?text=%3Cscript%3E&bodies=true", "anywhere: <script>"],
      [`/experiments/${simulation}`, IMAGE],
      ["/experiments/new?config=split%401", IMAGE],
      ["/experiments/%3Cscript%3E", "<script>"],
      [`/shadow/runs/${runId(1)}`, HOSTILE],
      ["/configs", SCRIPT],
      ["/configs/split", IMAGE],
      ["/configs/split?tab=versions", SCRIPT],
      ["/configs/%3Cimg%20src=x%3E", "There is no config <img src=x>"],
      ["/endpoints/default/support", SCRIPT],
      ["/endpoints/default/support?tab=versions", IMAGE],
      ["/keys", IMAGE],
      ["/audit", IMAGE],
      ["/health?hours=168", IMAGE],
    ];
    for (const [address, text] of seen) {
      await open(address);
      // A phone shows no table's far columns, but has them.
      await page.getByText(text).first().waitFor({ state: "attached" });
      expect(await markup(page), address).toEqual([]);
      expect(await page.title(), address).not.toContain("taken");
      expect(await sideways(page), address).toBe(0);
    }
    expect(trouble).toEqual([]);
  },
  120_000,
);

it("a name that could be taken for markup is refused for a config, and said as text", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/configs");
  await page.getByRole("button", { name: "New config" }).click();
  await page.getByLabel("Name").fill(IMAGE);
  await page.getByRole("radio", { name: "YAML" }).check();
  const editor = page.getByRole("textbox", { name: "Policy", exact: true });
  await write(editor, "{ strategy: single, model: gpt-4o:mock }");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByRole("dialog").getByRole("alert").waitFor();
  expect(await markup(page)).toEqual([]);
  expect(trouble).toEqual([]);
});
