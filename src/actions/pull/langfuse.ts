import { textOf } from "../../core/json.ts";
import type { Ask, Page, PullSource, Wanted } from "./source.ts";
import { dataOf } from "./unreadable.ts";

const CURSORS = "/api/public/v2/observations";
const NUMBERED = "/api/public/observations";
/** Of the numbered pages. */
const MOST_NUMBERED = 100;
/** Only what is asked for is answered: without these there are no bodies, models and counts. */
const FIELDS = "core,basic,time,io,metadata,model,usage,prompt,metrics,trace_context";
/** Members of the metadata that are parts of a request: all others may be cut after 200 characters. */
const WHOLE_METADATA = "response_format,text_format,tools,instructions,reasoning,attributes";
/** What servers that know no cursors answer. */
const UNKNOWN_PATH = [404, 405, 501];

/** Generations of a Langfuse project: pages by cursor, or by number where the server is older. */
export const langfuse: PullSource = {
  name: "langfuse",
  summary: "generations of the project of the keys",
  format: "langfuse",
  id: "id",
  pageSize: { usual: 100, most: 1000 },
  keys: ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"],
  addresses: ["LANGFUSE_BASE_URL", "LANGFUSE_HOST"],
  url: "https://cloud.langfuse.com",
  headers: (keys) => ({ authorization: `Basic ${Buffer.from(keys.join(":")).toString("base64")}` }),
  async page(wanted, ask) {
    const numbered = NUMBERED_AT.exec(wanted.at ?? "");
    if (numbered !== null) return numberedPage(wanted, Number(numbered[1]), Number(numbered[2]), ask);
    const page = await cursorPage(wanted, ask);
    return page ?? numberedPage(wanted, 1, Math.min(wanted.size, MOST_NUMBERED), ask);
  },
};

/** `page 3 of 100`: how long the pages are goes along, since a number says nothing without it. */
const NUMBERED_AT = /^page (\d+) of (\d+)$/u;

async function cursorPage(wanted: Wanted, ask: Ask): Promise<Page | null> {
  const { status, document } = await ask({
    method: "GET",
    path: CURSORS,
    query: {
      ...selection(wanted),
      fields: FIELDS,
      expandMetadata: WHOLE_METADATA,
      limit: wanted.size,
      ...(wanted.at === null ? {} : { cursor: wanted.at }),
    },
    ...(wanted.at === null ? { also: UNKNOWN_PATH } : {}),
  });
  if (UNKNOWN_PATH.includes(status)) return null;
  const { data, meta } = dataOf(document, CURSORS);
  return { records: data, next: textOf(meta["cursor"]) };
}

async function numberedPage(wanted: Wanted, page: number, limit: number, ask: Ask): Promise<Page> {
  const { document } = await ask({ method: "GET", path: NUMBERED, query: { ...selection(wanted), page, limit } });
  const { data, meta } = dataOf(document, NUMBERED);
  const pages = meta["totalPages"];
  const last = data.length === 0 || (typeof pages === "number" ? page >= pages : data.length < limit);
  return { records: data, next: last ? null : `page ${page + 1} of ${limit}` };
}

function selection({ from, to }: Wanted): Readonly<Record<string, string>> {
  return {
    type: "GENERATION",
    ...(from === null ? {} : { fromStartTime: new Date(from).toISOString() }),
    toStartTime: new Date(to).toISOString(),
  };
}
