import type { CDPSession, Page } from "playwright-core";
import { stage, type Stage } from "../../test/dashboard/stage.ts";

/** A page with the clocks of `in-page.js` in it. */
export interface Watched {
  readonly page: Page;
  readonly protocol: CDPSession;
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

export async function watched({ signedIn }: Stage): Promise<Watched> {
  const { page, context, open } = await signedIn();
  await context.addInitScript({ path: new URL("in-page.js", import.meta.url).pathname });
  const protocol = await context.newCDPSession(page);
  await protocol.send("Performance.enable", { timeDomain: "threadTicks" });
  return { page, open, protocol, close: () => context.close() };
}

/** A gateway over a log, and a real browser. @param folder of the log */
export async function dashboardOver<T>(folder: string, work: (here: Stage) => Promise<T>): Promise<T> {
  const here = await stage(folder, { providers: { mock: {} } });
  try {
    return await work(here);
  } finally {
    await here.browser.close();
    await here.gateway.stop();
  }
}
