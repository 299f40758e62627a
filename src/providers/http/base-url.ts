import { BlockList, isIP } from "node:net";
import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { OperatorError } from "../../core/errors.ts";

/** Addresses that no public provider has: this machine, private networks, links, cloud metadata, reserved ones (RFC 6890). */
const PRIVATE = new BlockList();
for (const [address, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(address, bits, "ipv4");
}
for (const [address, bits] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["100::", 64],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(address, bits, "ipv6");
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu;

/** Whether an IP address lies outside the public internet. */
export function isPrivateAddress(address: string): boolean {
  const plain = MAPPED.exec(address)?.[1] ?? address;
  const family = isIP(plain);
  if (family === 0) return true;
  return PRIVATE.check(plain, family === 4 ? "ipv4" : "ipv6");
}

/** Whether a URL says by itself that it leads to a private network: by an address, or by a name that only such networks have. */
export function isPrivateHost({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/gu, "").replace(/\.$/u, "");
  const local =
    host === "localhost" || host.endsWith(".localhost") || host.endsWith(".local") || host.endsWith(".internal");
  return local || (isIP(host) !== 0 && isPrivateAddress(host));
}

function refused(text: string, why: string): OperatorError {
  return new OperatorError("provider_url_refused", `the base URL ${JSON.stringify(text)} ${why}`);
}

/**
 * A provider's base URL, if calls may go there. Names are checked again at each connection: see `guardedLookup`.
 * @param allowPrivate the operator says that this provider stands on a private network or on this machine
 * @throws OperatorError `provider_url_refused`
 */
export function checkBaseUrl(text: string, allowPrivate: boolean): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused(text, "is not a URL");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused(url.origin, "is neither http nor https");
  if (url.username !== "" || url.password !== "")
    throw refused(url.origin, "holds credentials: name their environment variable in key_env");
  if (url.search !== "" || url.hash !== "") throw refused(url.origin, "holds a query or a fragment");
  if (allowPrivate) return url;
  if (url.protocol !== "https:")
    throw refused(text, "is not https; a provider on a private network needs allow_private: true");
  if (isPrivateHost(url)) {
    throw refused(text, "leads to a private network; if the provider stands there, say allow_private: true");
  }
  return url;
}

type Callback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name, and refuses addresses on private networks: a public name may be pointed there at any time. */
export function guardedLookup(host: string, options: LookupOptions, done: Callback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      done(error, "");
      return;
    }
    const open = addresses.filter(({ address }) => !isPrivateAddress(address));
    const [first] = open;
    if (first === undefined) done(new Error(`${host} leads to a private network`), "");
    else if (options.all === true) done(null, open);
    else done(null, first.address, first.family);
  });
}
