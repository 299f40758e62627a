import { OperatorError } from "../../core/errors.ts";
import { isObject, objectOf, textOf } from "../../core/json.ts";
import { aFewAtATime } from "./a-few-at-a-time.ts";
import type { Ask, Page, PullSource, Wanted } from "./source.ts";
import { dataOf } from "./unreadable.ts";

const PATH = "/v1/request/query-clickhouse";
/** What storage answers where a body is gone, or its address has run out. */
const NO_BODY = [400, 401, 403, 404, 410];

/** Requests of a Helicone organization: pages by offset, each body behind an address of its own. */
export const helicone: PullSource = {
  name: "helicone",
  summary: "requests of the organization of the key, with their bodies",
  format: "helicone",
  id: "request_id",
  pageSize: { usual: 100, most: 1000 },
  keys: ["HELICONE_API_KEY"],
  addresses: ["HELICONE_BASE_URL"],
  url: "https://api.helicone.ai",
  headers: ([key = ""]) => ({ authorization: `Bearer ${key}` }),
  async page(wanted, ask): Promise<Page> {
    const offset = Number(wanted.at ?? 0);
    const { document } = await ask({
      method: "POST",
      path: PATH,
      body: {
        filter: filterOf(wanted),
        sort: { created_at: "desc" },
        limit: wanted.size,
        offset,
        isCached: false,
        includeInputs: false,
        isScored: false,
        isPartOfExperiment: false,
      },
    });
    const error = textOf(objectOf(document)["error"]);
    if (error !== null) throw new OperatorError("pull_refused", `${PATH} answered: ${error}`);
    const { data } = dataOf(document, PATH);
    return {
      records: await aFewAtATime(data, (record) => withBodies(record, ask)),
      // A short page may be one that the server has cut: only an empty one is the end.
      next: data.length === 0 ? null : String(offset + data.length),
    };
  },
};

/** One condition a leaf: of two in one object Helicone sees the first. */
function filterOf({ from, to }: Wanted): object {
  const until = timeLeaf("lt", to);
  return from === null ? until : { left: timeLeaf("gte", from), operator: "and", right: until };
}

function timeLeaf(operator: string, at: number): object {
  return { request_response_rmt: { request_created_at: { [operator]: new Date(at).toISOString() } } };
}

async function withBodies(record: unknown, ask: Ask): Promise<unknown> {
  const address = isObject(record) ? textOf(record["signed_body_url"]) : null;
  if (!isObject(record) || address === null || !/^https?:$/u.test(URL.parse(address)?.protocol ?? "")) return record;
  const { document } = await ask({ method: "GET", path: address, also: NO_BODY }).catch(noBody);
  const { request, response } = objectOf(document);
  return {
    ...record,
    ...(request === undefined ? {} : { request_body: request }),
    ...(response === undefined ? {} : { response_body: response }),
  };
}

/** A body that cannot be read is missing, and no reason to stop. */
function noBody(error: unknown): { readonly document: null } {
  if (error instanceof OperatorError && error.code === "pull_unreadable") return { document: null };
  throw error;
}
