import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder, understudy } from "../understudy.ts";
import { weatherPack } from "./packs.ts";

/** Writes down what a process loads. */
const LISTENER = `
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
registerHooks({ load(url, context, next) { appendFileSync(process.env.LOADED, url + "\\n"); return next(url, context); } });
`;

it("a check on recordings loads no provider, no database, no prices and nothing that calls", async () => {
  using folder = temporaryFolder();
  const [listener, loaded] = [folder.file("listener.mjs"), folder.file("loaded.txt")];
  writeFileSync(listener, LISTENER);
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(listener).href}`, LOADED: loaded };
  const run = await understudy(["check", "--pack", weatherPack(folder.path)], { cwd: folder.path, env });
  expect(run).toMatchObject({ code: 0, err: "" });
  const modules = readFileSync(loaded, "utf8").split("\n");
  expect(modules.filter((url) => url.endsWith("src/actions/check/run-check.ts"))).toHaveLength(1);
  const heavy =
    /node:sqlite|node:https?$|src\/(?:providers|sends|dialects|judging|server)\/|sqlite\/open|@ai-sdk|genai-prices|undici|src\/live-/u;
  expect(modules.filter((url) => heavy.test(url))).toEqual([]);
});
