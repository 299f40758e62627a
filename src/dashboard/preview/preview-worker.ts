import { OperatorError } from "../../core/errors.ts";
import { priceBook } from "../../prices/index.ts";
import { openPreview, previewPolicy, type OpenPreview } from "../../replay/preview.ts";
import type { FromPreview, ToPreview } from "./messages.ts";

/** The thread of the browser that replays while somebody types: the code that the gateway runs, over columns it was handed. */
let open: OpenPreview | null = null;

function answer(asked: ToPreview): FromPreview {
  try {
    if (asked.kind === "open") {
      open = openPreview(asked.buffer, priceBook);
      return { kind: "opened" };
    }
    if (open === null) return { kind: "mistake", message: "The columns of the log are not here yet." };
    return { kind: "result", result: previewPolicy(open, asked.policy) };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { kind: "mistake", message: `${error.message}. ${error.hint}` };
  }
}

addEventListener("message", ({ data }: MessageEvent<ToPreview>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's page is its only listener
  postMessage(answer(data));
});
