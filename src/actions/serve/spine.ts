import type { World } from "../../core/compile.ts";
import type { ServeParts } from "./serve.ts";

/** Everything that serves a request, without a server in front. */
export interface Spine {
  readonly parts: ServeParts;
  /** Targets and configs around a policy that serves. */
  readonly world: World;
  /** Names of the providers that calls can go to. */
  readonly providers: readonly string[];
  /** Resolves when every row is in the store and connections are closed. */
  close(): Promise<void>;
}
