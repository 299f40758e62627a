import type { Features } from "../core/features.ts";

/** Features of a plain request, but for what is said here. Arrives on Wednesday 2026-04-15 at 10:30 UTC. */
export function featuresOf(said: Partial<Features> = {}): Features {
  return {
    request_id: "request-1",
    created_at: Date.UTC(2026, 3, 15, 10, 30),
    model: "gpt-4o",
    project: "shop",
    endpoint: null,
    api_key: null,
    end_user: null,
    session: null,
    tags: [],
    metadata: {},
    input_tokens: 1_000,
    stream: false,
    needs: { tools: false, images: false, json_schema: false },
    ...said,
  };
}
