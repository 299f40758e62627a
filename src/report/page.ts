import { contentPolicy } from "./content-policy.ts";
import { minute } from "./figures.ts";
import { html, type Html } from "./html.ts";
import { STYLE } from "./style.ts";

/** What a page may load, as a header of HTTP says it; the page says so itself, too. */
export const CONTENT_POLICY = contentPolicy(STYLE);

/** Who made an experiment, when, and with what. */
export interface ReportHead {
  /** ms since the epoch. */
  readonly created_at: number;
  /** ms since the epoch: when the page is made. */
  readonly written_at: number;
  readonly version: string;
}

/** A whole document: one file that asks nobody for anything, and says at its end when it was made. */
export function page(title: string, body: Html, { version, written_at: at }: ReportHead): string {
  const head = html`<meta charset="utf-8" /><meta
      http-equiv="content-security-policy"
      content="${CONTENT_POLICY}"
    /><meta name="viewport" content="width=device-width, initial-scale=1" /><meta
      name="color-scheme"
      content="light dark"
    /><meta name="referrer" content="no-referrer" /><title>${title}</title>`;
  const foot = html` <footer>
    <p>
      Written by understudy ${version} at ${minute(new Date(at).toISOString())} UTC. This file is whole: it loads
      nothing.
    </p>
  </footer>`;
  return `<!doctype html>\n<html lang="en"><head>${head.markup}<style>${STYLE}</style></head>\n<body><main>${body.markup}${foot.markup}</main></body></html>\n`;
}
