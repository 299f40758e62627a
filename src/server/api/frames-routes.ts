import { createRoute, z } from "@hono/zod-openapi";
import { DEFAULT_SAMPLE } from "../../actions/open-replay.ts";
import type { PreviewFrameRequest } from "../../actions/preview-frame.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Store } from "../../store/control.ts";
import { need } from "./access.ts";
import { errors, type Api } from "./openapi-app.ts";
import { filterBody, filterOfBody, windowBody, windowOfBody } from "./window-body.ts";

export interface FramesParts {
  readonly store: Store;
  /** Rejects with what `previewFrame` throws. */
  readonly previewFrame: (request: PreviewFrameRequest) => Promise<Uint8Array<ArrayBuffer>>;
  readonly now: () => number;
}

const framesRoute = createRoute({
  method: "get",
  path: "/api/frames",
  summary: "The rows of a window as columns, for replaying them elsewhere",
  request: {
    query: z.strictObject({
      ...windowBody.omit({ newest: true }).shape,
      newest: z.enum(["true", "false"]).default("false").openapi({ description: "back from the newest row instead" }),
      ...filterBody.omit({ metadata: true, origins: true }).shape,
      metadata: z.string().optional().openapi({ description: "KEY=VALUE" }),
      sample: z
        .union([z.literal("all"), z.coerce.number().int().positive()])
        .default(DEFAULT_SAMPLE)
        .openapi({ description: "rows at most, drawn by hash, or all; never more than 200,000" }),
      seed: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: "See docs/reference/simulate.md, Previews.",
      content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
    },
    ...errors,
  },
});

/** Frames for previews. Viewers look: it is the log without its bodies. */
export function framesRoutes(api: Api, { store, previewFrame, now }: FramesParts): void {
  api.openapi(framesRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    const { last, newest, from, to, metadata, sample, seed = null, ...filter } = context.req.valid("query");
    const [, name, value] = /^([^=]+)=(.*)$/su.exec(metadata ?? "") ?? [];
    if (metadata !== undefined && (name === undefined || value === undefined))
      throw new OperatorError("usage", `metadata does not take ${JSON.stringify(metadata)}`, {
        field: "metadata",
        hint: "Expected KEY=VALUE.",
      });
    const bytes = await previewFrame({
      window: windowOfBody({ last, from, to, ...(newest === "true" ? { newest: true } : {}) }),
      filter: filterOfBody(
        { ...filter, ...(name === undefined || value === undefined ? {} : { metadata: { [name]: value } }) },
        store.control,
      ),
      sample: sample === "all" ? null : sample,
      seed,
      now: now(),
    });
    const headers = new Headers(context.res.headers);
    headers.set("content-type", "application/octet-stream");
    headers.set("cache-control", "no-store");
    return new Response(bytes, { headers }) as never;
  });
}
