import { queryClient } from "./query-client.ts";
import { sessionQuery } from "./session.ts";

const AGAIN_MS = 1_000;

async function answers(): Promise<boolean> {
  return fetch("/healthz", { cache: "no-store" }).then(
    () => true,
    () => false,
  );
}

/**
 * Code of a page or of a part, fetched when it is needed; while the gateway does not answer it is waited for. Throws what the browser
 * throws where a gateway answers and the code still does not come: it serves another version by now, or the browser keeps that it
 * failed, and only loading the page anew helps.
 */
export async function fetchCode<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch {
    while (!(await answers())) {
      // It is said above the page meanwhile.
      void queryClient.invalidateQueries(sessionQuery);
      await new Promise((later) => setTimeout(later, AGAIN_MS));
    }
    return load();
  }
}
