import { checkPage } from "../check-page.ts";
import type { OutputFormat } from "./format.ts";

/** A page to keep as an artifact. */
export const html: OutputFormat = {
  name: "html",
  write: checkPage,
};
