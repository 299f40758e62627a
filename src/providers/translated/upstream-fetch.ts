import type { Upstream, UpstreamCall } from "../../core/live/upstream.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import { failureOfAnswer, failureOfConnection } from "../http/failures.ts";

export interface FetchParts {
  readonly upstream: Upstream;
  /** The provider's own headers, its key among them: they replace what a package makes up. */
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly now: () => number;
  /** A piece of an answer that is none of an error. */
  readonly seen: (chunk: Uint8Array) => void;
  /** What went wrong on the way, before the package hears of it. */
  readonly failed: (failure: OutcomeFailure) => void;
}

/** A `fetch` over a provider's connections, for packages that take one. */
export interface UpstreamFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Whether a request has been sent. */
  readonly sent: () => boolean;
  /** All of the answer has come. */
  readonly whole: () => boolean;
  readonly abort: () => void;
}

/** Headers of a package that go on to the provider: what it says of the request, nothing it says of itself. */
const OWN_BUSINESS = new Set(["authorization", "x-api-key", "x-goog-api-key", "user-agent", "content-length"]);
/** Chunks that may wait to be read before the provider is asked to wait. */
const MOST_WAITING = 64;

export function upstreamFetch({ upstream, headers: own, stream, now, seen, failed }: FetchParts): UpstreamFetch {
  let under: UpstreamCall | null = null;
  let reader: ReadableStreamDefaultController<Uint8Array> | null = null;
  let aborted = false;
  let whole = false;

  function abort(): void {
    if (aborted) return;
    aborted = true;
    under?.abort();
    // An answer that has come to its end is closed already, and this does nothing.
    reader?.error(new Error("aborted"));
  }

  function send(path: string, sent: Headers, body: string): Promise<Response> {
    return new Promise((resolve, reject) => {
      let status = 0;
      let told: Readonly<Record<string, string>> = {};
      const wrong: Uint8Array[] = [];
      const fail = (failure: OutcomeFailure): void => {
        failed(failure);
        const error = new Error(failure.message);
        if (reader === null) reject(error);
        else reader.error(error);
      };
      const headers: Record<string, string> = {};
      for (const [name, value] of sent) if (!OWN_BUSINESS.has(name)) headers[name] = value;
      Object.assign(headers, own, {
        accept: stream ? "text/event-stream" : "application/json",
        "content-length": String(Buffer.byteLength(body)),
      });
      under = upstream(
        { method: "POST", path, headers, body },
        {
          head(code, given) {
            status = code;
            told = given;
            if (code >= 300) return;
            const answer = new ReadableStream<Uint8Array>(
              {
                start: (controller) => void (reader = controller),
                pull: () => under?.resume(),
                cancel: abort,
              },
              { highWaterMark: MOST_WAITING },
            );
            resolve(new Response(answer, { headers: { "content-type": given["content-type"] ?? "" } }));
          },
          data(chunk) {
            if (aborted) return;
            if (reader === null) {
              if (wrong.length < MOST_WAITING) wrong.push(chunk);
              return;
            }
            seen(chunk);
            // Whoever looks on may have had enough.
            if (aborted) return;
            reader.enqueue(chunk);
            if ((reader.desiredSize ?? 1) <= 0) under?.pause();
          },
          end() {
            if (aborted) return;
            if (reader === null) fail(failureOfAnswer(status, told, Buffer.concat(wrong).toString("utf8"), now()));
            else {
              whole = true;
              reader.close();
            }
          },
          error(problem) {
            if (aborted) reject(new Error("aborted"));
            else fail(failureOfConnection(problem, status !== 0, stream));
          },
        },
      );
      if (aborted) under.abort();
    });
  }

  return {
    fetch: (input, init) => {
      if (aborted) return Promise.reject(new Error("aborted"));
      const { pathname, search } = new URL(String(input));
      return send(pathname + search, new Headers(init?.headers), String(init?.body ?? ""));
    },
    sent: () => under !== null,
    whole: () => whole,
    abort,
  };
}
