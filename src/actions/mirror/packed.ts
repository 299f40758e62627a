import type { Mirrored } from "./mirrored.ts";

/** A request whose bytes stand elsewhere. */
export interface PackedRequest extends Omit<Mirrored, "request" | "response"> {
  readonly request_length: number;
  readonly response_length: number;
}

/** Requests with all of their bytes in one piece, which a thread takes over without a copy. */
export interface Packed {
  readonly requests: readonly PackedRequest[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Bodies as they came are views on buffers of the network, many times as large: copied one by one they would drag those along. */
export function pack(requests: readonly Mirrored[]): Packed {
  const packed = requests.map(({ request, response, ...rest }): PackedRequest => {
    const response_length = response.reduce((sum, chunk) => sum + chunk.length, 0);
    return { ...rest, request_length: request.length, response_length };
  });
  const length = packed.reduce((sum, one) => sum + one.request_length + one.response_length, 0);
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const { request, response } of requests) {
    for (const chunk of [request, ...response]) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }
  return { requests: packed, bytes };
}

export function unpack({ requests, bytes }: Packed): readonly Mirrored[] {
  let at = 0;
  const next = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  return requests.map(({ request_length, response_length, ...rest }) => {
    const request = next(request_length);
    return { ...rest, request, response: response_length === 0 ? [] : [next(response_length)] };
  });
}
