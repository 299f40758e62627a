import { afterAll, beforeAll, expect, it } from "vitest";
import { filledHouse, type FilledHouse } from "../filled-house.ts";
import { made } from "../made.ts";
import { runId } from "../shadow-runs.ts";
import { accessibility, sideways } from "../stage.ts";

let house: FilledHouse;
beforeAll(async () => {
  house = await filledHouse();
}, 120_000);
afterAll(() => house.close());

const DAY_MS = 86_400_000;
const gone = (what: string): string => `This ${what} is not there (any more)`;

it.each([
  ["experiment", "/experiments/sim_removed", "All experiments", "Experiments"],
  ["shadow run", `/shadow/runs/${runId(99)}`, "All shadow pairs", "Shadow"],
  ["endpoint", "/endpoints/default/removed", "All endpoints", "Endpoints"],
  ["request", "/logs?open=removed", "All requests", "Live Logs"],
])("%s: an address of what was removed says so, and leads to the others", async (what, address, list, heading) => {
  const { page, open, trouble } = await house.here.signedIn({ width: 360, theme: "dark" });
  await open(address);
  const alert = page.getByRole("alert");
  await alert.getByText(gone(what)).waitFor();
  expect(await alert.getByRole("button", { name: "Try again" }).count()).toBe(0);
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  await alert.getByText(list, { exact: true }).click();
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  await alert.waitFor({ state: "detached" });
  expect(trouble).toEqual([]);
});

it("the request of a simulation that retention has taken from the log is said to be gone, beside its result", async () => {
  const { page, trouble } = await house.here.signedIn();
  await page.route(/\/api\/(logs\/|explain)/u, (route) =>
    route.fulfill({
      status: 404,
      json: { error: { code: "request_unknown", message: "there is no request r1", hint: "They are listed." } },
    }),
  );
  await page.goto(`${house.here.gateway.url}/experiments/${house.simulation}?request=r1`);
  const drawer = page.getByRole("dialog", { name: "Request of the simulation" });
  await expect.poll(() => drawer.getByText(gone("request")).count()).toBe(2);
  await drawer.getByRole("button", { name: "Back to the result" }).click();
  await drawer.waitFor({ state: "detached" });
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
  expect(trouble).toEqual([]);
});

it.each([
  ["experiment", (): string => `/experiments/${house.experiment}`, "All experiments"],
  ["shadow run", (): string => `/shadow/runs/${runId(1)}`, "All shadow pairs"],
  ["endpoint", (): string => "/endpoints/default/support", "All endpoints"],
])(
  "%s: a page that is open while it is removed elsewhere says so when it is looked at again",
  async (what, address, list) => {
    const { page, open, trouble } = await house.here.signedIn();
    await open(address());
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
    await page.route(/\/api\/(experiments|shadow-runs|projects)\//u, (route) =>
      route.fulfill({
        status: 404,
        json: { error: { code: "unknown", message: `there is no such ${what}`, hint: "" } },
      }),
    );
    await page.clock.setFixedTime(Date.now() + DAY_MS);
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole("alert").getByText(gone(what)).waitFor();
    await page.getByRole("alert").getByRole("link", { name: list }).waitFor();
    expect(trouble).toEqual([]);
  },
);

it("a shadow run that somebody else removed meanwhile cannot be removed, and its page says why", async () => {
  const { here } = house;
  const { page, open, trouble } = await here.signedIn();
  await open(`/shadow/runs/${runId(1)}`);
  await made(here.gateway, "DELETE", `/api/shadow-runs/${runId(1)}`);
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove this run?" });
  await dialog.getByRole("button", { name: "Remove the run" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("button", { name: "Keep it" }).click();
  const alert = page.getByRole("alert");
  await alert.getByText(gone("shadow run")).waitFor();
  await alert.getByRole("link", { name: "All shadow pairs" }).click();
  await page.getByRole("heading", { level: 1, name: "Shadow" }).waitFor();
  expect(trouble).toEqual([]);
});
