import type { LiveSend } from "../../core/live/live-send.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { LiveSetup, ProviderConfig } from "../live-provider.ts";

/** A provider inside this process: it needs no base URL and no key. */
export interface InProcessProvider {
  readonly name: string;
  readonly summary: string;
  /** What it makes of a dialect's requests. */
  readonly connect: (setup: LiveSetup, config: ProviderConfig, dialect: Dialect) => LiveSend;
}
