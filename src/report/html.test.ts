import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escaped, html } from "./html.ts";

describe("html", () => {
  it("escapes text in elements and in attributes, and lets markup of its own through", () => {
    const inner = html`<b title="${`"><script>alert('1')</script>`}">${"a < b & `c`"}</b>`;
    expect(html`<p>${inner}${[1, null, undefined, false, "x"]}</p>`.markup).toBe(
      `<p><b title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;">a &lt; b &amp; &#96;c&#96;</b>1x</p>`,
    );
  });

  it("leaves no character that could open a tag, an entity or an attribute, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const safe = escaped(text);
        expect(safe).not.toMatch(/[<>"'`]/u);
        expect(safe.replaceAll(/&(?:amp|lt|gt|quot|#39|#96);/gu, "")).not.toContain("&");
      }),
    );
  });

  it("shows what HTML cannot hold as U+FFFD and keeps line breaks", () => {
    expect(escaped("a\u0000b\u001bc\ud800d\uffffe\n\tf")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde\n\tf");
    expect(escaped("\u{1f600}")).toBe("\u{1f600}");
  });
});
