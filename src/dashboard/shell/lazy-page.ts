import { lazyRouteComponent } from "@tanstack/react-router";
import { fetchCode } from "../api/fetch-code.ts";

/** A page whose code is fetched when somebody goes there. Where it does not come, the page is loaded anew, once: nothing is on it yet. */
export function lazyPage<Name extends string, Module extends { readonly [name in Name]: () => unknown }>(
  load: () => Promise<Module>,
  name: Name,
) {
  return lazyRouteComponent(() => fetchCode(load), name);
}
