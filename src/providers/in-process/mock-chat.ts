import type { AnswerEnd, AnswerSink, LiveAnswer, LiveSend } from "../../core/live/live-send.ts";
import { isObject } from "../../core/json.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import type { LiveSetup } from "../live-provider.ts";
import { mock } from "../mock.ts";

const bytesOf = new TextEncoder();

/** The mock provider as clients of chat completions call it: it waits as long as the model it plays would take, and streams at its pace. */
export function mockChat({ runtime, now, cost }: LiveSetup, dialect: Dialect): LiveSend {
  // The mock reads the clock for dates and prices; how long things take it only tells.
  const send = mock.connect({ runtime: { ...runtime, now }, cost, waits: false });
  return async (request, call, signal) => {
    const started = runtime.now();
    const outcome = await send(request.body, call, signal);
    const took = outcome.latency_ms ?? 0;
    const body = outcome.response;
    if (!outcome.ok || !isObject(body)) {
      await runtime.sleep(took, signal);
      return outcome;
    }
    const raw = body["usage"];
    const ended = (): AnswerEnd => ({
      ok: true,
      failure: null,
      usage: outcome.usage,
      usage_raw: raw ?? null,
      cost_usd: outcome.cost_usd,
      latency_ms: runtime.now() - started,
      ttft_ms: outcome.ttft_ms,
      signals: outcome.signals,
      answer_hash: outcome.answer_hash,
    });
    const options = request.body["stream_options"];
    const asked = isObject(options) && options["include_usage"] === true;
    const answer = (chunks: readonly Uint8Array[], rest: LiveAnswer["rest"], end: AnswerEnd | null): LiveAnswer => ({
      status: 200,
      content_type: request.stream ? "text/event-stream; charset=utf-8" : "application/json",
      chunks,
      rest,
      end,
      dropped: [],
    });
    if (!request.stream || request.buffered) {
      await runtime.sleep(took, signal);
      const text = request.stream ? dialect.toStream(body, asked).join("") : JSON.stringify(body);
      return {
        ...outcome,
        latency_ms: runtime.now() - started,
        response: answer([bytesOf.encode(text)], null, ended()),
      };
    }
    const first = outcome.ttft_ms ?? 0;
    await runtime.sleep(first, signal);
    const [head = "", ...later] = inPieces(dialect.toStream(body, asked));
    const pause = Math.max(0, took - first) / Math.max(1, later.length);
    const left = runtime.child(null);
    const rest = {
      async pipe(sink: AnswerSink): Promise<AnswerEnd> {
        for (const event of later) {
          await runtime.sleep(pause, left.signal);
          if (left.signal.aborted) {
            return { ...ended(), ok: false, failure: { class: "cancelled", code: null, message: "the client left" } };
          }
          sink.write(bytesOf.encode(event));
        }
        return ended();
      },
      drained() {},
      abort: left.abort,
    };
    return { ...outcome, response: answer([bytesOf.encode(head)], rest, null) };
  };
}

/** Events with long texts cut into words, as models stream them. */
function inPieces(events: readonly string[]): readonly string[] {
  return events.flatMap((event) => {
    if (!event.startsWith("data: {")) return [event];
    const chunk = JSON.parse(event.slice(6)) as { choices?: readonly { delta?: { content?: string } }[] };
    const text = chunk.choices?.[0]?.delta?.content ?? "";
    const words = text.match(/\S+\s*|\s+/gu) ?? [];
    if (words.length < 2) return [event];
    return words.map((content) => {
      const [choice] = chunk.choices as readonly object[];
      return `data: ${JSON.stringify({ ...chunk, choices: [{ ...choice, delta: { content } }] })}\n\n`;
    });
  });
}
