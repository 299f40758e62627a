import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { browser } from "../browser.ts";
import { askedAgain, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";

const HOSTILE = `</pre><script>document.title = "taken"</script><img src=x onerror="document.title='taken'">`;

let world: AskedAgain;
let id = "";
let document = "";

beforeAll(async () => {
  const calls = Array.from({ length: 40 }, (_, at) => logged(at));
  const hostile = { model: "gpt-4o", max_tokens: 200, messages: [{ role: "user", content: `question 40 ${HOSTILE}` }] };
  const [like] = calls as [(typeof calls)[number]];
  const all = [...calls, logged(40, { columns: { ...like.columns, request: hostile, end_user: "u40" } })];
  world = await askedAgain(all, (body) => {
    const number = numberOf(body);
    return { text: Number.isNaN(number) ? HOSTILE : number % 8 === 3 ? "I cannot say." : `answer ${number}` };
  });
  const flags = ["--policy", "single:gpt-4o-mini:openai", "--max-spend", "1", "--control", "none"];
  const made = await world.json<{ id: string }>("experiment", "--config", world.config, ...flags);
  if (made.id === undefined) throw new Error(JSON.stringify(made));
  ({ id } = made);
  const run = await world.run("report", id);
  if (run.err !== "") throw new Error(run.err);
  document = run.out;
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

it("reports an experiment with responses: numbers, steps, and the least alike pairs side by side", () => {
  const text = document.replaceAll(/<style>[^]*?<\/style>|<[^>]+>/gu, " ").replaceAll(/\s+/gu, " ");
  expect(text).toContain("Understudy, with responses: the candidate was called");
  expect(text).toMatch(
    /Where both answered, requests cost \$\S+ recorded and took \$\S+ measured : a saving of 9\d\.\d%/u,
  );
  expect(text).toContain("5. Switch?");
  expect(text).toMatch(/Original answer \d+ Replay I cannot say\./u);
  expect(document.match(/<article class="pair">/gu)).toHaveLength(20);
  expect(document).toContain("&lt;script&gt;");
  expect(document).not.toMatch(/<script|<img/iu);
});

it("is text on a phone, too: nothing in it runs, loads or sticks out", async () => {
  const file = world.file("report.html");
  writeFileSync(file, document);
  const chromium = await browser();
  try {
    const page = await chromium.newPage({ viewport: { width: 360, height: 740 } });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    const seen = (await page.evaluate(`(() => {
      for (const one of document.querySelectorAll("details")) one.open = true;
      return {
        wide: document.documentElement.scrollWidth,
        clipped: [...document.querySelectorAll("main *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).length,
      };
    })()`)) as object;
    expect(seen).toEqual({ wide: 360, clipped: 0 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const printed = (await page.evaluate(`(() => {
      for (const one of document.querySelectorAll("details")) one.open = false;
      const policy = document.querySelector("details > pre");
      return { paper: getComputedStyle(document.body).backgroundColor, shown: policy !== null && policy.getBoundingClientRect().height > 10 };
    })()`)) as object;
    expect(printed).toEqual({ paper: "rgb(255, 255, 255)", shown: true });
    expect(await page.title()).toMatch(/against 41 requests$/u);
    expect(asked).toHaveLength(1);
  } finally {
    await chromium.close();
  }
}, 60_000);
