import { cosineSimilarity } from "../../compare/index.ts";
import { isObject, parseJson } from "../../core/json.ts";
import type { LiveAnswer, LiveSend } from "../../core/live/live-send.ts";
import type { Signal } from "../../core/send.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import { joined } from "../serve/body-text.ts";

export interface EmbedParts {
  /** The embeddings model. */
  readonly target: Target;
  /** One that keeps to a budget. */
  readonly send: LiveSend;
  /** A UUIDv7. */
  readonly newId: () => string;
  readonly signal: Signal;
}

/** What embeddings are asked for with. */
export function embeddingsBody(target: Target, texts: readonly string[]): Readonly<Record<string, unknown>> {
  return { model: splitTarget(target)?.model ?? target, input: texts, encoding_format: "float" };
}

/** The embeddings of an answer, in the order of what was asked; null where there are not so many. */
export function vectorsOf(body: unknown, wanted: number): readonly (readonly number[])[] | null {
  const data = isObject(body) && Array.isArray(body["data"]) ? (body["data"] as readonly unknown[]) : [];
  const placed = data.flatMap((one, at) => {
    if (!isObject(one) || !Array.isArray(one["embedding"])) return [];
    return [
      { at: typeof one["index"] === "number" ? one["index"] : at, vector: one["embedding"] as readonly number[] },
    ];
  });
  if (placed.length !== wanted) return null;
  return placed.toSorted((a, b) => a.at - b.at).map(({ vector }) => vector);
}

/** Embeds texts in one call; null where none came of it. */
async function embed(
  { target, send, newId, signal }: EmbedParts,
  texts: readonly string[],
): Promise<readonly (readonly number[])[] | null> {
  const body = embeddingsBody(target, texts);
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const request = {
    request_id: newId(),
    dialect: "embeddings",
    body,
    bytes,
    stream: false,
    buffered: true,
    gone: signal,
  } as const;
  const outcome = await send(request, { target, kind: "first", try: 0, patch: null, deadline_ms: null }, signal);
  const answer = outcome.response as LiveAnswer | undefined;
  return outcome.ok && answer !== undefined ? vectorsOf(parseJson(joined(answer.chunks)), texts.length) : null;
}

/** Cosine of the original's text with each of the others; null where one of the two has no text, or no embedding came. */
export async function cosines(
  parts: EmbedParts,
  original: string | null,
  others: readonly (string | null)[],
): Promise<readonly (number | null)[]> {
  const texts = others.filter((text): text is string => text !== null && text.trim() !== "");
  if (original === null || original.trim() === "" || texts.length === 0) return others.map(() => null);
  const vectors = await embed(parts, [original, ...texts]);
  const [base, ...rest] = vectors ?? [];
  return others.map((text) => {
    const at = text === null ? -1 : texts.indexOf(text);
    const vector = at === -1 ? undefined : rest[at];
    return base === undefined || vector === undefined ? null : cosineSimilarity(base, vector);
  });
}
