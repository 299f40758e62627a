import { mock } from "./mock.ts";
import type { Provider } from "./provider.ts";
import { recorded } from "./recorded.ts";

/** Every provider there is. */
export const PROVIDERS: readonly Provider[] = [mock, recorded];

export type { Provider, ProviderSetup, RequestBody } from "./provider.ts";
