import { afterAll, beforeAll, expect, it } from "vitest";
import { stage, type Stage } from "../stage.ts";
import { write } from "../write.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

async function client(content: string): Promise<string> {
  const { url, key } = here.gateway;
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "x-understudy-user": "ada" },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", messages: [{ role: "user", content }] }),
  });
  expect(response.status).toBe(200);
  return response.headers.get("x-understudy-request-id") as string;
}

it("a request comes in, is opened, edited, sent again, and the new row leads back to the one it was made of", async () => {
  const { page, trouble } = await here.signedIn();
  const log = page.getByRole("table", { name: "Logged requests" });
  const newest = log
    .getByRole("row")
    .filter({ hasNot: page.getByRole("columnheader") })
    .first();
  const drawer = page.getByRole("dialog", { name: "Request" });

  await page.getByText("Nothing is logged yet").waitFor();
  const original = await client("Where is my parcel?");
  await newest.getByText("ada").waitFor();
  await newest.click();
  await drawer.getByText(original, { exact: true }).waitFor();
  await drawer.getByText("Where is my parcel?").first().waitFor();

  await drawer.getByRole("tab", { name: "Replay", exact: true }).click();
  const editor = drawer.getByRole("textbox", { name: "Messages to send" });
  await editor.getByText("Where is my parcel?").waitFor();
  await write(editor, '[{"role":"user","content":"Where is my parcel, and why?"]');
  await expect.poll(() => drawer.getByRole("button", { name: "Run replay" }).isDisabled()).toBe(true);
  await drawer.getByRole("button", { name: "Back to the original" }).click();
  await write(editor, '[{"role":"user","content":"Where is my parcel, and why?"}]');
  await drawer.getByRole("button", { name: "Run replay" }).click();
  const result = drawer.getByRole("region", { name: "Result of the replay" });
  await result.getByText("The answer differs.").or(result.getByText("The answer is the same.")).waitFor();
  await result.getByRole("row", { name: /Target/u }).waitFor();

  // Behind the drawer the new row is on top, and says what it is.
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await newest.getByText("replay of").waitFor();
  await newest.click();
  const made = await drawer
    .getByText(/^[0-9a-f]{8}-/u)
    .first()
    .textContent();
  expect(made).not.toBe(original);
  await drawer.getByText("Where is my parcel, and why?").first().waitFor();
  await drawer.getByRole("tab", { name: "Replays" }).click();
  await drawer.getByText(`Made of ${original}`).waitFor();
  await drawer.getByRole("button", { name: original }).click();
  await drawer.getByText(original, { exact: true }).first().waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("open")).toBe(original);

  // And from there to the row that was made of it.
  await drawer.getByText(/replay by gpt-4o-mini:mock/u).waitFor();
  await drawer.getByRole("button", { name: "Open", exact: true }).click();
  await drawer
    .getByText(made ?? "", { exact: true })
    .first()
    .waitFor();
  await page.goBack();
  await drawer.getByText(original, { exact: true }).first().waitFor();
  expect(trouble).toEqual([]);
}, 60_000);
