import { OperatorError } from "../../core/errors.ts";
import { priceBook } from "../../prices/index.ts";
import { openPreview, previewQuestion, previewResult, refinedPreview, type OpenPreview } from "../../replay/preview.ts";
import type { FromPreview, ToPreview } from "./messages.ts";

/** After so long without another policy the last one's result is refined: while somebody types, nobody waits for that. */
const QUIET_MS = 250;

/** The thread of the browser that replays while somebody types: the code that the gateway runs, over columns it was handed. */
let open: OpenPreview | null = null;
let refining: ReturnType<typeof setTimeout> | undefined;

function say(message: FromPreview): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's page is its only listener
  postMessage(message);
}

function answer(asked: ToPreview): FromPreview {
  try {
    if (asked.kind === "open") {
      open = openPreview(asked.buffer, priceBook);
      return { kind: "opened" };
    }
    if (open === null)
      return { kind: "mistake", message: "The columns of the log are not here yet.", hint: "", field: null };
    const question = previewQuestion(open, asked.policy);
    const result = previewResult(question);
    refining = setTimeout(() => say({ kind: "refined", result: refinedPreview(question, result) }), QUIET_MS);
    return { kind: "result", result };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { message, hint, place } = error;
    return { kind: "mistake", message, hint, field: place.file === undefined ? (place.field ?? null) : null };
  }
}

addEventListener("message", ({ data }: MessageEvent<ToPreview>) => {
  clearTimeout(refining);
  say(answer(data));
});
