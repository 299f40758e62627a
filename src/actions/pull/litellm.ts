import { isObject, objectOf, textOf, type JsonObject } from "../../core/json.ts";
import { aFewAtATime } from "./a-few-at-a-time.ts";
import type { Ask, Page, PullSource, Wanted } from "./source.ts";
import { dataOf } from "./unreadable.ts";

/** The route that is meant for it, and the one that older proxies have in its place. */
const ROUTES = { v2: "/spend/logs/v2", ui: "/spend/logs/ui" } as const;
const UNKNOWN_PATH = [404, 405];
/** What a proxy answers for a row whose bodies it has nowhere. */
const NO_BODY = [400, 404, 405, 422, 500];
/** Columns that hold bodies. */
const BODIES = ["proxy_server_request", "messages", "response"] as const;
/** Rows of a page that are asked for their bodies before it is believed that none were kept. */
const PROBES = 5;

/** Rows of the SpendLogs table of a LiteLLM proxy: pages by number, bodies row by row where the list comes without. */
export const litellm: PullSource = {
  name: "litellm",
  summary: "spend logs of a proxy; the key has to be an admin's",
  format: "litellm-spend-logs",
  id: "request_id",
  pageSize: { usual: 100, most: 1000 },
  keys: ["LITELLM_API_KEY"],
  addresses: ["LITELLM_URL"],
  url: null,
  headers: ([key = ""]) => ({ authorization: `Bearer ${key}` }),
  page,
};

/** `v2 page 3 of 100`: how long the pages are goes along, since a number says nothing without it. */
const PLACE = /^(v2|ui) page (\d+) of (\d+)$/u;

async function page(wanted: Wanted, ask: Ask): Promise<Page> {
  const place = PLACE.exec(wanted.at ?? "");
  const route = place?.[1] === "ui" ? "ui" : "v2";
  const [number, size] = place === null ? [1, wanted.size] : [Number(place[2]), Number(place[3])];
  const { status, document } = await ask({
    method: "GET",
    path: ROUTES[route],
    query: {
      start_date: instantOf(Math.floor((wanted.from ?? 0) / 1000)),
      end_date: instantOf(Math.ceil(wanted.to / 1000)),
      page: number,
      page_size: size,
      sort_by: "startTime",
      sort_order: "desc",
    },
    ...(place === null ? { also: UNKNOWN_PATH } : {}),
  });
  if (UNKNOWN_PATH.includes(status)) return page({ ...wanted, at: `ui page 1 of ${size}` }, ask);
  const { data } = dataOf(document, ROUTES[route]);
  // The number of pages ends at 10,000 rows, however many there are: it only tells that a short page is not the last.
  const pages = objectOf(document)["total_pages"];
  const last = data.length === 0 || (data.length < size && !(typeof pages === "number" && number < pages));
  return { records: await withBodies(data, ask), next: last ? null : `${route} page ${number + 1} of ${size}` };
}

/** `2026-11-02 09:14:03`, UTC: the only way these routes take a time. @param seconds since the epoch */
function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** Newer proxies leave bodies out of the list, and others never kept any: the first few rows without say which it is. */
async function withBodies(rows: readonly unknown[], ask: Ask): Promise<readonly unknown[]> {
  const bare = rows.filter(isBare);
  const found = new Map<unknown, unknown>();
  const look = (few: readonly unknown[]): Promise<unknown> =>
    aFewAtATime(few, async (row) => {
      const whole = await withItsBodies(objectOf(row), ask);
      if (whole !== null) found.set(row, whole);
    });
  await look(bare.slice(0, PROBES));
  if (found.size > 0) await look(bare.slice(PROBES));
  return rows.map((row) => found.get(row) ?? row);
}

function isBare(row: unknown): boolean {
  return isObject(row) && textOf(row["request_id"]) !== null && BODIES.every((name) => isEmpty(row[name]));
}

function isEmpty(body: unknown): boolean {
  if (typeof body === "string") return ["", "{}", "[]", "null"].includes(body.trim());
  return typeof body !== "object" || body === null || Object.keys(body).length === 0;
}

async function withItsBodies(row: JsonObject, ask: Ask): Promise<JsonObject | null> {
  const at = Date.parse(String(row["startTime"]));
  const { document } = await ask({
    method: "GET",
    path: `/spend/logs/ui/${encodeURIComponent(String(row["request_id"]))}`,
    // Bodies that were put away by day are looked for by it.
    query: Number.isNaN(at) ? {} : { start_date: instantOf(Math.floor(at / 1000)) },
    also: NO_BODY,
  });
  const kept = BODIES.filter((name) => !isEmpty(objectOf(document)[name]));
  if (kept.length === 0) return null;
  // Bodies out of a callback's storage: the request is put together again from its messages and these.
  const { model_parameters } = objectOf(document);
  return {
    ...row,
    ...Object.fromEntries(kept.map((name) => [name, objectOf(document)[name]])),
    ...(isObject(model_parameters) ? { model_parameters } : {}),
  };
}
