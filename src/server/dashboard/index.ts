import type { IncomingMessage, ServerResponse } from "node:http";
import type { Handler } from "../http-server.ts";
import { assetsIn } from "./assets.ts";
import { pagePolicy } from "./page-policy.ts";

export interface DashboardParts {
  /** Where `npm run build:dashboard` put it. */
  readonly folder: string;
  /** A text that nobody can guess, made anew for each page. */
  readonly secret: () => string;
}

/** Paths that are never a page, whoever asks. */
const NOT_PAGES = /^\/(?:v1|api|e|login|healthz|readyz|metrics)(?:\/|$)/u;
const NONCE = /CSP_NONCE/gu;

const SAFE = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
} as const;

const MISSING =
  "<!doctype html><meta charset=utf-8><title>Understudy</title><p>The dashboard is not built: run <code>npm run build:dashboard</code>, and load this page again.";

/** Serves the dashboard's page for every path that is one of its own, and the files it loads; everything else is left to others. */
export function dashboardHandler({ folder, secret }: DashboardParts): Handler {
  const assets = assetsIn(folder);
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [path = "/"] = (request.url ?? "/").split("?", 1);
    if (path.startsWith("/assets/")) return sendAsset(request, response, path);
    if (NOT_PAGES.test(path) || !(request.headers.accept ?? "").includes("text/html")) return false;
    sendPage(request, response);
    return true;
  };

  function sendPage(request: IncomingMessage, response: ServerResponse): void {
    const nonce = secret();
    const text = (assets.page() ?? MISSING).replaceAll(NONCE, nonce);
    const headers = { ...SAFE, "content-security-policy": pagePolicy(nonce), "cache-control": "no-store" };
    response.writeHead(200, { ...headers, "content-type": "text/html; charset=utf-8" });
    response.end(request.method === "HEAD" ? undefined : text);
  }

  function sendAsset(request: IncomingMessage, response: ServerResponse, path: string): boolean {
    const asset = assets.find(path, /\bbr\b/u.test(String(request.headers["accept-encoding"] ?? "")));
    if (asset === null) return false;
    const { type, bytes, encoding } = asset;
    response.writeHead(200, {
      ...SAFE,
      "content-type": type,
      "content-length": bytes.length,
      // The name holds a hash of what is inside.
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
      ...(encoding === null ? {} : { "content-encoding": encoding }),
    });
    response.end(request.method === "HEAD" ? undefined : bytes);
    return true;
  }
}
