import { contentPolicy } from "./content-policy.ts";
import { html, type Html } from "./html.ts";
import { STYLE } from "./style.ts";

/** What a page may load, as a header of HTTP says it; the page says so itself, too. */
export const CONTENT_POLICY = contentPolicy(STYLE);

/** A whole document: one file that asks nobody for anything. */
export function page(title: string, body: Html): string {
  const head = html`<meta charset="utf-8" /><meta
      http-equiv="content-security-policy"
      content="${CONTENT_POLICY}"
    /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta
      name="color-scheme"
      content="light dark"
    /><meta name="referrer" content="no-referrer" /><title>${title}</title>`;
  return `<!doctype html>\n<html lang="en"><head>${head.markup}<style>${STYLE}</style></head>\n<body><main>${body.markup}</main></body></html>\n`;
}
