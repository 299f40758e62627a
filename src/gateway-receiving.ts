import type { Receiver, ReceiverParts } from "./actions/receive/receiver.ts";

/** Takes in what other programs log. Importers are loaded when the first of it comes. */
export function lazyReceiver(parts: ReceiverParts): {
  readonly open: () => Promise<Receiver>;
  readonly close: () => Promise<void>;
} {
  let opened: Promise<Receiver> | null = null;
  return {
    open: () => (opened ??= import("./actions/receive/receiver.ts").then(({ openReceiver }) => openReceiver(parts))),
    close: async () => (await opened)?.close(),
  };
}
