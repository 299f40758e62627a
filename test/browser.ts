import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/** Would end the browser with its first page. */
const ONE_PROCESS = "--single-process";

/** A real browser, without a window. */
export async function browser(): Promise<Browser> {
  return playwright.launch({
    args: [...chromium.args.filter((one) => one !== ONE_PROCESS), "--no-sandbox"],
    executablePath: await chromium.executablePath(),
    headless: true,
  });
}
