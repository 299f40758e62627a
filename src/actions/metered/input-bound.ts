import type { Dialect } from "../../core/exchange.ts";
import { isObject, type JsonObject } from "../../core/json.ts";
import { estimatedInputTokens } from "../serve/input-tokens.ts";

/** How far a provider's tokenizer may count beyond ours. */
const MARGIN = 1.5;
/** What stands around a prompt and around each message, in tokens: role, separators, a system preamble of the provider's own. */
const AROUND_PROMPT = 50;
const AROUND_MESSAGE = 8;
/** What a provider writes before tools: 313 to 804 tokens at Anthropic by model and choice, none that is known elsewhere. */
const AROUND_TOOLS = 804;
/** The dearest picture: 2,833 + 8 tiles of 5,667 with gpt-4o-mini; elsewhere 4,784 at most (Anthropic, high resolution). */
const DEAREST_PICTURE = { "gpt-4o-mini": 48_169, other: 4_784 } as const;
const PICTURES: ReadonlySet<unknown> = new Set(["image_url", "input_image", "image"]);
/** Base64 of files: they are read as text or pages, not letter by letter. */
const BYTES_OF_FILE_PER_TOKEN = 4;

/** Input tokens that a request comes to at most, whoever counts them. @param model as its provider names it */
export function inputBound(body: JsonObject, bytes: Uint8Array, dialect: Dialect, model: string): number {
  if (dialect === "embeddings") return embeddingsBound(body["input"], bytes);
  const found: Found = { tokens: 0, pictures: 0, pictureBytes: 0 };
  for (const [name, value] of Object.entries(body)) if (name !== "metadata") count(value, found);
  const own = Math.max(found.tokens, estimatedInputTokens(bytes.subarray(found.pictureBytes)));
  const messages = body["messages"] ?? body["input"];
  const tools = Array.isArray(body["tools"]) && body["tools"].length > 0;
  const picture = model.startsWith("gpt-4o-mini") ? DEAREST_PICTURE["gpt-4o-mini"] : DEAREST_PICTURE.other;
  return (
    Math.ceil(own * MARGIN) +
    AROUND_PROMPT +
    AROUND_MESSAGE * (Array.isArray(messages) ? messages.length : 1) +
    (tools ? AROUND_TOOLS : 0) +
    picture * found.pictures
  );
}

/** Tokens that an embeddings request brings with it are counted already. */
function embeddingsBound(input: unknown, bytes: Uint8Array): number {
  const lists = Array.isArray(input) ? input : [input];
  const counted = lists.flat();
  if (counted.length > 0 && counted.every((one) => typeof one === "number")) return counted.length;
  const tokens = lists.reduce<number>((sum, text) => sum + (typeof text === "string" ? tokensOf(text) : 0), 0);
  return Math.ceil(Math.max(tokens, estimatedInputTokens(bytes)) * MARGIN) + AROUND_MESSAGE * lists.length;
}

interface Found {
  tokens: number;
  pictures: number;
  /** Of pictures that stand in the body itself. */
  pictureBytes: number;
}

function count(value: unknown, found: Found): void {
  if (typeof value === "string") found.tokens += tokensOf(value);
  else if (Array.isArray(value)) for (const one of value) count(one, found);
  else if (isObject(value)) {
    if (PICTURES.has(value["type"])) {
      found.pictures += 1;
      found.pictureBytes += JSON.stringify(value).length;
      return;
    }
    for (const [name, one] of Object.entries(value)) {
      found.tokens += tokensOf(name) + 1;
      count(one, found);
    }
  } else found.tokens += String(value).length;
}

/** Runs of letters and digits longer than this are no words: keys, hashes, base64. */
const LONGEST_WORD = 24;

/**
 * Tokens of a text as a stingy tokenizer has them: words by four letters, digits, signs and accented letters one by one; Chinese and
 * its neighbours a little more than one a character, other scripts two, pictographs three.
 */
export function tokensOf(text: string): number {
  if (text.startsWith("data:")) return Math.ceil(text.length / BYTES_OF_FILE_PER_TOKEN);
  let tokens = 0;
  let word = 0;
  const endWord = (): void => {
    if (word > 0) tokens += word > LONGEST_WORD ? word / 1.6 : Math.ceil(word / 4);
    word = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (letter) {
      word += 1;
      continue;
    }
    if (code >= 48 && code <= 57) {
      if (word > 0) word += 1;
      else tokens += 1;
      continue;
    }
    endWord();
    if (code === 32) tokens += text.charCodeAt(at - 1) === 32 ? 0.25 : 0;
    else if (code < 0x800) tokens += 1;
    else if (code >= 0xd800 && code <= 0xdfff) tokens += 1.5;
    else tokens += isEastAsian(code) ? 1.2 : 2;
  }
  endWord();
  return Math.ceil(tokens);
}

function isEastAsian(code: number): boolean {
  return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af) || code >= 0xf900;
}
