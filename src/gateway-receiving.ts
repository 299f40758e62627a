import type { Receive, ReceiverParts } from "./actions/receive/receiver.ts";

/** Takes in what other programs log. Importers are loaded when the first of it comes. */
export function lazyReceiver(parts: ReceiverParts): () => Promise<Receive> {
  let opened: Promise<Receive> | null = null;
  return () => (opened ??= import("./actions/receive/receiver.ts").then(({ openReceiver }) => openReceiver(parts)));
}
