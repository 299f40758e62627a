import { afterAll, beforeAll, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import { runId, pushShadowRuns } from "./shadow-runs.ts";
import { stage, type Seen, type Stage } from "./stage.ts";

let here: Stage;
let seen: Seen;
const ids = { log: "", entry: "", key: "", mirror: "", pair: "" };

beforeAll(async () => {
  here = await stage();
  await pushShadowRuns(here.gateway);
  const { gateway } = here;
  const make = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const { status, body: made } = await gateway.api(method, path, body);
    expect([path, status < 300]).toEqual([path, true]);
    return made as unknown as Record<string, unknown>;
  };
  const single = (model: string) => ({ strategy: "single", model: `${model}:mock` });
  await make("POST", "/api/projects", { name: "shop", retention_days: 7 });
  await make("PATCH", "/api/projects/shop", { retention_days: 30 });
  await make("POST", "/api/configs", { name: "cheaper", policy: single("gpt-4o"), note: "first" });
  await make("POST", "/api/configs", { name: "cheaper", policy: single("gpt-4o-mini"), note: "second" });
  await make("PUT", "/api/projects/shop/endpoints/support", { definition: { system_prompt: "Be brief." } });
  await make("PUT", "/api/projects/shop/endpoints/support", { definition: { system_prompt: "Be kind." } });
  ids.key = String((await make("POST", "/api/keys", { name: "looks", role: "viewer" }))["id"]);
  const mirror = { project: "shop", policy: "cheaper", share: 0.5, max_usd_per_day: 1 };
  ids.mirror = String((await make("POST", "/api/mirrors", mirror))["id"]);
  const asked = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o:mock", messages: [{ role: "user", content: "Where is my parcel?" }] }),
  });
  ids.log = asked.headers.get("x-understudy-request-id") as string;
  const { entries } = (await gateway.api("GET", "/api/audit?action=project.update")).body as unknown as {
    readonly entries: readonly { readonly id: string }[];
  };
  ids.entry = entries[0]?.id ?? "";
  const { pairs } = (await gateway.api("GET", "/api/shadow-pairs?last=90d")).body as unknown as {
    readonly pairs: readonly { readonly id: string }[];
  };
  ids.pair = pairs[0]?.id ?? "";
  seen = await here.signedIn();
}, 120_000);
afterAll(() => here.close());

const dialog = (page: Page, name: string): Locator => page.getByRole("dialog", { name });
const tab = (page: Page, name: string | RegExp): Locator => page.getByRole("tab", { name, selected: true });

/** An address, and what it shows. */
const LINKS: readonly (readonly [path: () => string, shows: (page: Page) => Locator])[] = [
  [() => "/logs?model=gpt-4o&origin=live", (page) => page.getByRole("button", { name: /^Model or target: gpt-4o/u })],
  ...(["messages", "response", "trace", "usage", "about", "family", "replay"] as const).map(
    (one) =>
      [
        () => `/logs?open=${ids.log}&tab=${one}`,
        (page: Page) => dialog(page, "Request").locator(`[role=tab][aria-selected=true][id$=-${one}]`),
      ] as const,
  ),
  [
    () => "/logs?end_user=1e3&session=007&text=90071992547409931",
    (page) => page.getByRole("button", { name: "End user: 1e3" }),
  ],
  [() => "/audit?kind=project&actor=admin&last=7d", (page) => page.getByRole("row", { name: /project\.update/u })],
  [() => `/audit?open=${ids.entry}`, (page) => dialog(page, "project.update").getByText("What changed")],
  [
    () => "/shadow?last=90d&verdict=needs_review",
    (page) => page.getByRole("link", { name: "claude-sonnet-4-6:anthropic for" }),
  ],
  [() => `/shadow/pairs/${ids.pair}?last=90d`, (page) => page.getByRole("region", { name: "What to do" })],
  [() => `/shadow/runs/${runId(1)}?show=loss&pair=1`, (page) => page.getByRole("article", { name: "Pair 1" })],
  [() => "/shadow/mirrors?add=mirror", (page) => dialog(page, "Add a mirror")],
  [() => `/shadow/mirrors?remove=${ids.mirror}`, (page) => dialog(page, "Remove this mirror?")],
  [() => "/configs?dialog=new", (page) => dialog(page, "New config")],
  [() => "/configs?dialog=attach", (page) => dialog(page, "Attach a config")],
  [() => "/configs/cheaper?version=1", (page) => page.getByRole("heading", { name: "cheaper@1" })],
  [() => "/configs/cheaper?tab=versions", (page) => tab(page, /^Versions/u)],
  [() => "/configs/cheaper?tab=differences&version=1&against=2", (page) => page.getByText("/model", { exact: true })],
  [() => "/configs/cheaper?tab=serving", (page) => tab(page, "Serves")],
  [() => `/configs/cheaper?tab=explain&request=${ids.log}`, (page) => page.getByText("The log says: gpt-4o:mock")],
  [() => "/configs/cheaper?version=1&dialog=attach", (page) => dialog(page, "Attach cheaper@1")],
  [() => "/configs/cheaper?dialog=new-version", (page) => dialog(page, "Next version of cheaper")],
  [() => "/endpoints?dialog=new", (page) => dialog(page, "New endpoint")],
  [() => "/endpoints/shop/support?version=1", (page) => page.getByText("Be brief.")],
  [() => "/endpoints/shop/support?tab=differences&version=2", (page) => page.getByText("kind").first()],
  [() => "/endpoints/shop/support?tab=sessions", (page) => tab(page, "Sessions")],
  [() => "/endpoints/shop/support?dialog=new-version", (page) => dialog(page, "Next version of support")],
  [() => "/keys?dialog=new-key", (page) => page.getByRole("dialog").getByLabel("Name")],
  [() => `/keys?revoke=${ids.key}`, (page) => page.getByRole("dialog").getByText("looks").first()],
  [() => "/keys?project=shop", (page) => page.getByRole("dialog").getByText("shop").first()],
  [() => "/keys?dialog=new-project", (page) => page.getByRole("dialog").getByLabel("Name")],
  [
    () => "/health?hours=720&target=gpt-4o:mock",
    (page) => page.getByRole("heading", { name: "gpt-4o:mock over time" }),
  ],
];

it.each(LINKS.map(([path, shows]) => ({ path, shows })))(
  "an address shows what its sender saw, before and after a reload: %#",
  async ({ path, shows }) => {
    const { page, open } = seen;
    await open(path());
    const { pathname, search } = new URL(page.url());
    await shows(page).waitFor();
    await page.reload();
    await shows(page).waitFor();
    const after = new URL(page.url());
    expect([after.pathname, after.search]).toEqual([pathname, search]);
    expect(decodeURIComponent(pathname + search)).toBe(path());
  },
);

it("a dialog that is closed leaves the address, and one that is opened stands in it", async () => {
  const { page, open, trouble } = seen;
  await open("/configs/cheaper?tab=versions");
  await page.getByRole("button", { name: "New version" }).click();
  await dialog(page, "Next version of cheaper").waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe("?tab=versions&dialog=new-version");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).search).toBe("?tab=versions");
  await open("/keys");
  await page.getByRole("button", { name: "Change shop" }).click();
  await page.getByRole("dialog").waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe("?project=shop");
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(trouble).toEqual([]);
});
