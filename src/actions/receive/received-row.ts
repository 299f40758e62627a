import type { Exchange } from "../../core/exchange.ts";
import type { BodyFlaw } from "../../core/derived-columns.ts";
import type { ServedRow } from "../../store/log-writer.ts";

const NOTHING = new Uint8Array(0);

/** An imported exchange as the log's writer takes it: the store works out what follows from its bodies, and leaves out what its project hides. */
export function receivedRow(exchange: Exchange): ServedRow {
  const {
    needs: _needs,
    signals: _signals,
    prompt_hash: _prompt,
    request_hash: _request,
    answer_hash,
    replayability,
    request_body,
    response_body,
    ...columns
  } = exchange;
  return {
    ...columns,
    trace: null,
    request: request_body === null ? NOTHING : Buffer.from(request_body),
    response: response_body === null ? [] : [Buffer.from(response_body)],
    response_events: false,
    flaws: {
      request: isFlaw(replayability) ? replayability : null,
      // A response whose answer is not known, though it is there, is one that was cut.
      response: response_body !== null && answer_hash === null,
    },
  };
}

function isFlaw(replayability: Exchange["replayability"]): replayability is BodyFlaw {
  return replayability === "truncated" || replayability === "redacted" || replayability === "body_missing";
}
