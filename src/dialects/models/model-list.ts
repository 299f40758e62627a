import type { JsonObject } from "../../core/json.ts";

/** A model, or a target, that clients may ask for. */
export interface ListedModel {
  readonly id: string;
  /** Who serves it. */
  readonly owner: string;
  /** ms since the epoch. */
  readonly created_at: number;
}

/** The answer to `GET /v1/models` as OpenAI's clients read it. */
export function openaiModelList(models: readonly ListedModel[]): JsonObject {
  const data = models.map(({ id, owner, created_at }) => ({
    id,
    object: "model",
    created: Math.floor(created_at / 1000),
    owned_by: owner,
  }));
  return { object: "list", data };
}

/** The answer to `GET /v1/models` as Anthropic's clients read it (they say so by the header `anthropic-version`): one page that holds all. */
export function anthropicModelList(models: readonly ListedModel[]): JsonObject {
  const data = models.map(({ id, created_at }) => ({
    type: "model",
    id,
    display_name: id,
    created_at: new Date(created_at).toISOString(),
  }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
