import { describe, expect, it } from "vitest";
import { checkBaseUrl, guardedLookup, isPrivateAddress } from "./base-url.ts";

describe("a base URL", () => {
  it.each(["https://api.openai.com", "https://api.groq.com/openai", "https://8.8.8.8:8443/v1"])(
    "%s may be called",
    (text) => {
      expect(checkBaseUrl(text, false).href).toContain(text);
    },
  );

  it.each([
    ["ftp://example.com", "neither http nor https"],
    ["not a url", "is not a URL"],
    ["https://ann:secret@example.com", "holds credentials"],
    ["https://example.com?a=1", "holds a query"],
    ["http://example.com", "is not https"],
    ["https://localhost", "private network"],
    ["https://metadata.google.internal", "private network"],
    ["https://127.0.0.1", "private network"],
    ["https://2130706433", "private network"],
    ["https://0x7f.1", "private network"],
    ["https://0177.0.0.1", "private network"],
    ["https://169.254.169.254", "private network"],
    ["https://10.1.2.3", "private network"],
    ["https://[::1]", "private network"],
    ["https://[::ffff:10.0.0.1]", "private network"],
    ["https://[fd00::1]", "private network"],
  ])("%s is refused: %s", (text, why) => {
    expect(() => checkBaseUrl(text, false)).toThrow(why);
    expect(() => checkBaseUrl(text, false)).toThrow(expect.objectContaining({ code: "provider_url_refused" }));
  });

  it("never shows credentials in the refusal", () => {
    expect(() => checkBaseUrl("https://ann:secret@example.com", true)).toThrow(/^(?!.*secret)/u);
  });

  it("may lead to a private network where the operator says so", () => {
    expect(checkBaseUrl("http://127.0.0.1:11434", true).port).toBe("11434");
  });
});

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "10.0.0.1",
    "192.168.1.1",
    "172.31.0.1",
    "169.254.1.1",
    "0.0.0.0",
    "::1",
    "fe80::1",
    "::ffff:127.0.0.1",
    "nonsense",
  ])("%s is private", (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });
});

it("a name that leads to this machine is refused at connect time, whatever it is called", async () => {
  const found = await new Promise<Error | null>((done) => guardedLookup("localhost", {}, (error) => done(error)));
  expect(found?.message).toContain("private network");
});
