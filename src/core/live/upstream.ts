/** One HTTP request as it goes to a provider: `path` is joined to the base URL. */
export interface UpstreamRequest {
  readonly method: "POST" | "GET";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
}

/** How a connection failed: before any byte of the answer, or after. */
export interface UpstreamError {
  readonly kind: "connect" | "reset" | "aborted";
  readonly message: string;
}

/** Told what comes back, in order; after `end` or `error` nothing more comes. None of them may throw. */
export interface UpstreamHandler {
  /** Header names in lower case. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  data(chunk: Uint8Array): void;
  end(): void;
  error(error: UpstreamError): void;
}

/** A request under way. */
export interface UpstreamCall {
  abort(): void;
  /** Stops reading until `resume`: how a slow client slows a provider down. */
  pause(): void;
  resume(): void;
}

/** Whatever answers HTTP requests: a provider over the network, or one in this process. */
export type Upstream = (request: UpstreamRequest, handler: UpstreamHandler) => UpstreamCall;
