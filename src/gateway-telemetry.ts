import { OperatorError } from "./core/errors.ts";
import type { Tell } from "./server/log-lines.ts";
import { otlpExporter, type OtlpExporter } from "./server/telemetry/otlp-exporter.ts";

interface TelemetryOptions {
  readonly environment: (name: string) => string | undefined;
  readonly tell: Tell;
  readonly version: string;
}

/** Spans to a collector, where OpenTelemetry's environment variables name one. Throws `deployment_invalid` where what they name is no URL. */
export function otlpOf({ environment, tell, version }: TelemetryOptions): OtlpExporter | null {
  const given = (name: string): string => environment(name) ?? "";
  if (given("OTEL_SDK_DISABLED").toLowerCase() === "true") return null;
  const url = tracesUrl(given);
  if (url === null) return null;
  const headers = {
    ...listed(given("OTEL_EXPORTER_OTLP_HEADERS")),
    ...listed(given("OTEL_EXPORTER_OTLP_TRACES_HEADERS")),
  };
  const described = listed(given("OTEL_RESOURCE_ATTRIBUTES"));
  const service = given("OTEL_SERVICE_NAME") || (described["service.name"] ?? "understudy");
  const exporter: OtlpExporter = otlpExporter({
    url,
    headers,
    resource: { "service.version": version, ...described, "service.name": service },
    version,
    fetch,
    onTrouble: (trouble) => {
      if (trouble === null) tell("info", "spans get to the collector again", { ...exporter.stats() });
      else tell("warn", "spans do not get to the collector", { trouble, ...exporter.stats() });
    },
  });
  return exporter;
}

/** A variable for traces alone holds the whole URL; one for everything, what `v1/traces` comes below. */
function tracesUrl(given: (name: string) => string): string | null {
  const own = given("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const base = given("OTEL_EXPORTER_OTLP_ENDPOINT");
  const text = own === "" ? base : own;
  if (text === "") return null;
  const url = own === "" ? `${base.replace(/\/$/u, "")}/v1/traces` : own;
  if (URL.canParse(url) && /^https?:\/\//iu.test(url)) return url;
  const name = own === "" ? "OTEL_EXPORTER_OTLP_ENDPOINT" : "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  throw new OperatorError("deployment_invalid", `${name} is no http(s) URL`, {
    field: name,
    hint: "Such as http://localhost:4318, where a collector takes OTLP over HTTP.",
  });
}

/** `name=value,name=value`, percent-encoded (as W3C Baggage). */
function listed(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(",").flatMap((pair) => {
      const at = pair.indexOf("=");
      return at <= 0 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())]];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
