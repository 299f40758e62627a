import type { Page } from "playwright-core";
import type { Filled } from "./fill.ts";

/** Something worth a look: a page as it opens, or after some clicks. */
export interface View {
  /** Of its files. */
  readonly name: string;
  readonly path: (filled: Filled) => string;
  /** What is done there before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** `nobody`: not signed in. Admin where nothing is said. */
  readonly as?: "viewer" | "nobody";
}

const click =
  (name: string | RegExp, role: "button" | "tab" | "radio" = "button") =>
  (page: Page): Promise<void> =>
    page.getByRole(role, { name }).first().click();

const write = async (page: Page, text: string): Promise<void> => {
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
};

const openFirstRequest = (page: Page): Promise<void> =>
  page
    .getByRole("table", { name: /By cost/u })
    .getByRole("link")
    .first()
    .click();

const row =
  (of: keyof Filled["rows"], tab: string) =>
  ({ rows }: Filled) =>
    `/logs?open=${rows[of]}&tab=${tab}`;

const LOGS: readonly View[] = [
  { name: "logs", path: () => "/logs" },
  { name: "logs-filtered", path: () => "/logs?origin=live&status=failed" },
  { name: "logs-more-filters", path: () => "/logs?project=default", act: click(/filters/iu) },
  { name: "logs-nothing", path: () => "/logs?end_user=nobody" },
  { name: "log-messages", path: row("tools", "messages") },
  { name: "log-summary", path: row("summary", "messages") },
  { name: "log-response", path: row("tools", "response") },
  { name: "log-failed", path: row("failed", "response") },
  { name: "log-blocked", path: row("blocked", "trace") },
  { name: "log-trace", path: row("cascade", "trace") },
  { name: "log-usage", path: row("cascade", "usage") },
  { name: "log-about", path: row("cascade", "about") },
  { name: "log-family", path: row("replayed", "family") },
  { name: "log-replay", path: row("tools", "replay") },
  {
    name: "log-replayed",
    path: row("summary", "replay"),
    async act(page) {
      await page.getByRole("button", { name: /^Run/u }).first().click();
      await page
        .getByText(/differ|same/iu)
        .first()
        .waitFor({ timeout: 20_000 });
    },
  },
];

const POLICY = "strategy: cascade\nsteps: [gpt-4o-mini:openai, gpt-4o:openai]\naccept: {tool_calls: valid}\n";

const EXPERIMENTS: readonly View[] = [
  { name: "experiments", path: () => "/experiments" },
  { name: "experiments-nothing", path: () => "/experiments?text=nobody" },
  { name: "new-run", path: () => "/experiments/new" },
  { name: "new-run-config", path: () => "/experiments/new?window=7d&newest=true&config=sample-cheaper%401" },
  {
    name: "new-run-policy",
    path: () => "/experiments/new?window=7d&by=policy",
    async act(page) {
      await write(page, POLICY);
      await page.getByRole("img", { name: "the table has the numbers" }).waitFor({ timeout: 20_000 });
    },
  },
  {
    name: "new-run-mistake",
    path: () => "/experiments/new?window=7d&by=policy&view=yaml",
    act: (page) => write(page, "strategy: cascade\nsteps: 3\n"),
  },
  { name: "new-run-endpoint", path: () => "/experiments/new?by=draft" },
  {
    name: "new-run-measured",
    path: () => "/experiments/new?window=7d&config=escalating%401&mode=with_responses&sample=50&cap=1",
    async act(page) {
      await page.getByRole("button", { name: "Show what would be sent" }).click();
      await page.getByRole("region", { name: "What would be sent" }).waitFor({ timeout: 30_000 });
    },
  },
  { name: "simulation", path: ({ simulation }) => `/experiments/${simulation}` },
  { name: "simulation-cascade", path: ({ fallback }) => `/experiments/${fallback}` },
  { name: "simulation-promoted", path: ({ promoted }) => `/experiments/${promoted}` },
  { name: "measured", path: ({ measured }) => `/experiments/${measured}` },
  { name: "measured-worse", path: ({ worse }) => `/experiments/${worse}` },
  { name: "measured-capped", path: ({ capped }) => `/experiments/${capped}` },
  { name: "measured-running", path: ({ running }) => `/experiments/${running}` },
  { name: "pairs", path: ({ measured }) => `/experiments/${measured}?tab=pairs` },
  { name: "pairs-tools", path: ({ worse }) => `/experiments/${worse}?tab=pairs` },
  { name: "pairs-failed", path: ({ measured }) => `/experiments/${measured}?tab=pairs&bucket=hard` },
  { name: "judge", path: ({ measured }) => `/experiments/${measured}?tab=judge` },
  { name: "judge-none", path: ({ worse }) => `/experiments/${worse}?tab=judge` },
  { name: "simulated-request", path: ({ simulation }) => `/experiments/${simulation}`, act: openFirstRequest },
  { name: "decision", path: ({ measured }) => `/experiments/${measured}?tab=decision` },
  { name: "decision-simulation", path: ({ simulation }) => `/experiments/${simulation}?tab=decision` },
  { name: "promotion", path: ({ promoted }) => `/experiments/${promoted}?tab=promotion` },
  { name: "promotion-none", path: ({ measured }) => `/experiments/${measured}?tab=promotion` },
  {
    name: "promote",
    path: ({ measured }) => `/experiments/${measured}?tab=promotion`,
    act: click("Promote the candidate"),
  },
  {
    name: "promote-wider",
    path: ({ promoted }) => `/experiments/${promoted}?tab=promotion`,
    act: click("Widen to 50 %"),
  },
  { name: "roll-back", path: ({ promoted }) => `/experiments/${promoted}?tab=promotion`, act: click(/^Roll back/u) },
  { name: "experiment-gone", path: () => "/experiments/sim_gone" },
];

const SHADOW: readonly View[] = [
  { name: "shadow", path: () => "/shadow?last=30d" },
  { name: "shadow-nothing", path: () => "/shadow?from=2020-01-01&to=2020-01-02" },
  { name: "shadow-pair", path: ({ shadowPair }) => `/shadow/pairs/${shadowPair}?last=30d` },
  { name: "shadow-run", path: ({ shadowRun }) => `/shadow/runs/${shadowRun}` },
  { name: "shadow-run-pack", path: ({ packRun }) => `/shadow/runs/${packRun}` },
  { name: "mirrors", path: () => "/shadow/mirrors" },
  { name: "mirror-add", path: () => "/shadow/mirrors?add=mirror" },
];

const CONFIGS: readonly View[] = [
  { name: "configs", path: () => "/configs" },
  { name: "configs-attach", path: () => "/configs", act: click(/^Attach/u) },
  { name: "config", path: () => "/configs/sample-cheaper" },
  { name: "config-split", path: () => "/configs/split" },
  { name: "config-versions", path: () => "/configs/resilient?tab=versions" },
  { name: "config-differences", path: () => "/configs/resilient?tab=differences" },
  { name: "config-serves", path: () => "/configs/resilient?tab=serving" },
  { name: "config-explain", path: () => "/configs/escalating?tab=explain" },
  { name: "config-new-version", path: () => "/configs/resilient", act: click("New version") },
  { name: "endpoints", path: () => "/endpoints" },
  { name: "endpoint", path: () => "/endpoints/default/support" },
  { name: "endpoint-schema", path: () => "/endpoints/default/extract" },
  { name: "endpoint-versions", path: () => "/endpoints/default/support?tab=versions" },
  { name: "endpoint-differences", path: () => "/endpoints/default/support?tab=differences&version=2&against=1" },
  { name: "endpoint-sessions", path: () => "/endpoints/default/support?tab=sessions" },
  { name: "endpoint-new-version", path: () => "/endpoints/default/support", act: click("New version") },
];

const REST: readonly View[] = [
  { name: "keys", path: () => "/keys" },
  { name: "keys-viewer", path: () => "/keys", as: "viewer" },
  { name: "key-new", path: () => "/keys", act: click("New key") },
  { name: "project-new", path: () => "/keys", act: click("New project") },
  { name: "health", path: () => "/health?hours=168" },
  { name: "health-target", path: () => "/health?hours=168&target=gpt-4o:openai" },
  { name: "audit", path: () => "/audit" },
  { name: "audit-entry", path: () => "/audit?kind=config", act: (page) => page.locator("tbody a").first().click() },
  { name: "sign-in", path: () => "/logs", as: "nobody" },
  { name: "keyboard", path: () => "/logs", act: (page) => page.keyboard.press("?") },
  { name: "not-found", path: () => "/nowhere" },
];

/** Everything that is taken, in the order of the navigation. A page of the router that is not among them fails the run, and a test. */
export const VIEWS: readonly View[] = [...LOGS, ...EXPERIMENTS, ...SHADOW, ...CONFIGS, ...REST];
