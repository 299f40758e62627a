import type { World } from "../../core/compile.ts";
import type { RateCard } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import type { StoredEndpoint } from "../../store/gateway-control.ts";
import type { LoadedEndpoint } from "./gateway-state.ts";
import type { ServeParts } from "./serve.ts";

/** What is known of a target before it is called. */
export interface TargetAbout {
  /** The kind of its provider: `openai`, `mock`, `recorded` ... */
  readonly kind: string;
  /** The environment variable that should hold its provider's key and does not; null where nothing is missing. */
  readonly missing_key: string | null;
  /** As its calls are priced; null where no price is known. */
  readonly rates: RateCard | null;
  /** Answers from a recording: nobody is called, nothing is paid. */
  readonly recorded: boolean;
}

/** Everything that serves a request, without a server in front. */
export interface Spine {
  readonly parts: ServeParts;
  /** Targets and configs around a policy that serves. */
  readonly world: World;
  /** Names of the providers that calls can go to. */
  readonly providers: readonly string[];
  /** Null where its provider is not configured. */
  about(target: Target): TargetAbout | null;
  /** An endpoint version made ready to serve: an older one, or a draft that is not stored. Throws what its guardrails throw. */
  load(endpoint: StoredEndpoint): LoadedEndpoint;
  /** Resolves when every row is in the store and connections are closed. */
  close(): Promise<void>;
}
