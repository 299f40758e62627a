import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { readPack } from "./read-pack.ts";
import { readSentPack, type SentPack } from "./read-sent-pack.ts";

const EXAMPLE = join(import.meta.dirname, "../../../examples/15-pack");
const files = readdirSync(EXAMPLE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    return { path: path.slice(EXAMPLE.length + 1), text: readFileSync(path, "utf8") };
  });
/** Others of this machine write beside it, not in it. */
const place = mkdtempSync(join(tmpdir(), "understudy-test-"));
vi.stubEnv("TMPDIR", place);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});
const left = (): readonly string[] => readdirSync(place);

function refusal(sent: SentPack): OperatorError {
  try {
    readSentPack(sent);
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

it("is the pack that lies on a disk, and leaves nothing behind", () => {
  const { folder: _, ...sent } = readSentPack({ name: "15-pack", files });
  const { folder: __, ...here } = readPack(EXAMPLE);
  expect(sent).toEqual(here);
  expect(left()).toEqual([]);
});

it("says what is wrong where its owner has it, and tells no path of this machine", () => {
  const spoilt = files.map((one) => (one.path.startsWith("contracts/") ? { ...one, text: "golden_cases: 7\n" } : one));
  const error = refusal({ name: "mine", files: spoilt });
  expect(error.message).toMatch(/^mine\/contracts\/[\w.-]+:1: /u);
  expect(JSON.stringify(error)).not.toContain(tmpdir());
  expect(refusal({ name: "mine", files: [] })).toMatchObject({ code: "pack_unknown" });
  expect(left()).toEqual([]);
});

it.each(["../escape.yaml", "/etc/passwd", "contracts/../../x.yaml", "contracts\\x.yaml", ""])(
  "does not write to %j",
  (path) => {
    expect(refusal({ name: "mine", files: [{ path, text: "x" }] })).toMatchObject({ code: "pack_invalid" });
    expect(refusal({ name: path, files })).toMatchObject({ code: "pack_invalid" });
    expect(left()).toEqual([]);
  },
);
