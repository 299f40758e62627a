import type { Outcome } from "../core/outcome.ts";
import type { Runtime, Send } from "../core/send.ts";
import type { Target } from "../core/target.ts";
import type { Usage } from "../core/usage.ts";

/** A request as a provider takes it: its own JSON body. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** What a provider is given to work with. */
export interface ProviderSetup {
  readonly runtime: Runtime;
  /** USD of a call at an instant (ms since the epoch); null where no price is known. */
  readonly cost: (target: Target, usage: Usage, at: number) => number | null;
  /** What a made-up answer depends on, beside the request. */
  readonly seed?: string;
  /** Whether a made-up latency is really waited for; told in the outcome it is either way. */
  readonly waits?: boolean;
  /** What is known of asking a target for a request, by `request_hash`; null where nothing is. */
  readonly recorded?: (target: Target, requestHash: string) => Outcome | null;
}

/** A model API, or what stands in for one. Adding one is one file and one line in `index.ts`. */
export interface Provider {
  readonly name: string;
  readonly summary: string;
  /** Makes calls to this provider: whatever goes wrong comes back as a failed outcome. */
  readonly connect: (setup: ProviderSetup) => Send<RequestBody>;
}
