import { join } from "node:path";
import { runnerImport } from "vite";

const ROOT = join(import.meta.dirname, "../..");

/** What modules of the dashboard look at of a browser when they are loaded, and no more. */
const BROWSER = { location: { search: "" }, matchMedia: () => ({ matches: false }) };

/** The address of every page of the dashboard, as its router has it: `/configs/$name`. What only leads elsewhere is left out. */
export async function dashboardRoutes(): Promise<readonly string[]> {
  Object.assign(globalThis, BROWSER);
  const { module } = await runnerImport<{
    readonly router: { readonly routesByPath: Readonly<Record<string, { readonly options: object }>> };
  }>(join(ROOT, "src/dashboard/router.ts"), { configFile: false, root: ROOT });
  return Object.entries(module.router.routesByPath)
    .filter(([, { options }]) => "component" in options)
    .map(([path]) => path);
}

/** The route that shows an address; undefined where there is none. One that names its words is meant before one that takes any. */
export function routeOf(address: string, routes: readonly string[]): string | undefined {
  const words = (address.split("?")[0] ?? "").split("/");
  const fits = routes.filter((route) => {
    const parts = route.split("/");
    return parts.length === words.length && parts.every((part, at) => part.startsWith("$") || part === words[at]);
  });
  const open = (route: string): number => route.split("$").length;
  return fits.toSorted((one, other) => open(one) - open(other))[0];
}
