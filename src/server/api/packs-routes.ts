import { createRoute, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { readSentPack } from "../../actions/packs/read-sent-pack.ts";
import { need } from "./access.ts";
import { errors, problem, reply, type Api } from "./openapi-app.ts";

const MOST_BODY_MB = 16;
const MOST_FILES = 2_000;

const readRoute = createRoute({
  method: "post",
  path: "/api/packs/read",
  summary: "Read and check the files of a pack; nothing is kept",
  middleware: bodyLimit({
    maxSize: MOST_BODY_MB * 2 ** 20,
    onError: (context) =>
      context.json(
        problem("request_too_large", `The pack is larger than ${MOST_BODY_MB} MB.`, {
          hint: "Leave its recordings out, or add the mirror with `understudy shadow mirror add --pack DIR`.",
        }),
        413,
      ),
  }),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            name: z.string().openapi({ description: "of its folder" }),
            files: z
              .array(
                z.strictObject({
                  path: z.string().openapi({ description: "relative to the folder: contracts/refund.yaml" }),
                  text: z.string(),
                }),
              )
              .max(MOST_FILES),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "The pack, as `POST /api/mirrors` takes it, and what is said of it beside.",
      content: {
        "application/json": {
          schema: z.object({
            name: z.string(),
            hash: z.string(),
            contracts: z.array(z.looseObject({ id: z.string() })),
            notes: z.array(z.string()),
          }),
        },
      },
    },
    ...errors,
  },
});

/** Packs lie with whoever writes them: here they are only read. */
export function packsRoutes(api: Api): void {
  api.openapi(readRoute, (context) => {
    need(context.get("principal"), "editor", "Reading packs");
    const { name, hash, contracts, notes } = readSentPack(context.req.valid("json"));
    return reply(context, { name, hash, contracts, notes });
  });
}
