/** Bytes of JSON to a token: English prose and code lie between 3.5 and 4.5 with today's tokenizers; other scripts take more bytes, and more tokens. */
const BYTES_PER_TOKEN = 4;

/** Input tokens before anybody has counted them: an estimate from the length of the body, kept on the row as what the plan saw. */
export function estimatedInputTokens(body: Uint8Array): number {
  return Math.ceil(body.length / BYTES_PER_TOKEN);
}
