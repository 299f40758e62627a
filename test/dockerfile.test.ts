import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const LINES = read("Dockerfile").replaceAll("\\\n", " ").split("\n");
const MANIFEST = JSON.parse(read("package.json")) as {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};

/** COPY lines: from which stage (null = the checkout), and what. */
const COPIES = LINES.filter((line) => line.startsWith("COPY ")).map((line) => {
  const words = line.split(/\s+/u).slice(1);
  const stage = words.find((word) => word.startsWith("--from="))?.slice("--from=".length) ?? null;
  return { stage, sources: words.filter((word) => !word.startsWith("--")).slice(0, -1) };
});
const copied = COPIES.filter(({ stage }) => stage === null).flatMap(({ sources }) => sources);
const IGNORED = read(".dockerignore").split("\n");

describe("the Dockerfile", () => {
  it("copies what there is, and the context holds nothing else", () => {
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(IGNORED).toContain("*");
    const let_in = IGNORED.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
    expect(new Set(let_in)).toEqual(new Set(copied));
  });

  it("takes from its stages what they make", () => {
    const stages = LINES.flatMap((line) => /^FROM \S+ AS (\S+)$/u.exec(line)?.[1] ?? []);
    const taken = COPIES.filter(({ stage }) => stage !== null);
    for (const { stage } of taken) expect(stages).toContain(stage);
    expect(taken.flatMap(({ sources }) => sources).toSorted()).toEqual(["/app/dist", "/app/node_modules"]);
    for (const [, script = ""] of LINES.join("\n").matchAll(/npm run (\S+)/gu))
      expect(Object.keys(MANIFEST.scripts)).toContain(script);
    const config = JSON.parse(read("tsconfig.build.json")) as { readonly extends: string };
    expect(copied).toContain(config.extends.replace(/^\.\//u, ""));
  });

  it("runs the Node that is needed, as nobody special, on a volume, with a health check and no curl", () => {
    const text = LINES.join("\n");
    const images = LINES.flatMap((line) => /^FROM (\S+)/u.exec(line)?.[1] ?? []);
    for (const image of images) expect(image).toMatch(new RegExp(`^node:${MANIFEST.engines.node.slice(2)}-slim$`, "u"));
    const last = LINES.slice(LINES.findLastIndex((line) => line.startsWith("FROM ")));
    expect(last).toEqual(expect.arrayContaining(["USER node", "VOLUME /data", "EXPOSE 4141"]));
    expect(last.indexOf("USER node")).toBeLessThan(last.findIndex((line) => line.startsWith("CMD ")));
    expect(text).toMatch(/^HEALTHCHECK .*"node", "-e", "fetch\('http:\/\/127\.0\.0\.1:4141\/healthz'\)/mu);
    expect(text).not.toContain("curl");
    expect(last).toContain('CMD ["node", "/app/bin/understudy", "up", "--host", "0.0.0.0"]');
  });
});
