import { OperatorError } from "../core/errors.ts";
import { isObject } from "../core/json.ts";
import { readRunningGateway } from "../actions/running-gateway.ts";
import type { World } from "./world.ts";

/** A running gateway's API. */
export interface GatewayClient {
  /** Where it is. */
  readonly url: string;
  /** What a route answers with. Throws `gateway_unreachable`, `gateway_refused`, and what the API says is wrong. */
  call(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown>;
}

interface Place {
  readonly url: string;
  readonly key: string | undefined;
}

/** Where the gateway is: as given, as the environment says, or as the one over the data folder has written down. Throws `gateway_unreachable`. */
function placeOf(world: World, dataFolder: string, given: string | undefined): Place {
  const { url: named, key } = world.gateway;
  const url = given ?? named;
  if (url !== undefined && url !== "") {
    if (!/^https?:\/\/[^/]/iu.test(url))
      throw new OperatorError("usage", `${JSON.stringify(url)} is not the address of a gateway`, {
        field: given === undefined ? "UNDERSTUDY_URL" : "--url",
        hint: "Expected http://HOST:PORT or https://HOST.",
      });
    return { url, key };
  }
  const running = readRunningGateway(dataFolder);
  if (running === null)
    throw new OperatorError("gateway_unreachable", "no gateway runs over this data folder", { file: dataFolder });
  return { url: running.url, key: running.token };
}

/** The gateway that a command is to talk to. */
export function gatewayClient(world: World, dataFolder: string, given: string | undefined): GatewayClient {
  const { url, key } = placeOf(world, dataFolder, given);
  return {
    url,
    async call(method, path, body) {
      if (key === undefined || key === "")
        throw new OperatorError("usage", `a key is needed for the gateway at ${url}`, {
          field: "UNDERSTUDY_KEY",
          hint: "Put an editor's key into the environment: UNDERSTUDY_KEY=us_e_...",
        });
      const answer = await world
        .http(new URL(path, url).href, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          body: body === undefined ? null : JSON.stringify(body),
        })
        .catch((error: Error) => {
          throw new OperatorError("gateway_unreachable", `the gateway at ${url} does not answer: ${error.message}`);
        });
      return documentOf(url, answer);
    },
  };
}

/** Mistakes that the API names and that are the caller's. */
const PASSED_ON = ["request_unknown", "replay_refused", "experiment_unknown", "promote_refused", "forbidden"] as const;

function documentOf(url: string, { status, text }: { readonly status: number; readonly text: string }): unknown {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new OperatorError("gateway_refused", `${url} answered ${status}, and not with JSON: is it a gateway?`);
  }
  if (status < 400) return document;
  const said = isObject(document) && isObject(document["error"]) ? document["error"] : {};
  const textOf = (name: string): string | undefined =>
    typeof said[name] === "string" ? (said[name] as string) : undefined;
  const field = textOf("field");
  const message = textOf("message") ?? `the gateway answered ${status}`;
  const place = field === undefined ? {} : { field };
  if (status >= 500) throw new OperatorError("gateway_refused", message, place);
  const code = textOf("code") ?? "";
  const hint = textOf("hint");
  const more = hint === undefined ? place : { ...place, hint };
  if (status === 401) throw new OperatorError("forbidden", message, { hint: "UNDERSTUDY_KEY holds the key." });
  throw new OperatorError(PASSED_ON.find((known) => known === code) ?? "usage", message.replace(/\.$/u, ""), more);
}
