import { github } from "./github.ts";
import { html } from "./html.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { sarif } from "./sarif.ts";
import { summary } from "./summary.ts";
import type { OutputFormat } from "./format.ts";

/** Every way to write what came of a check. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [junit, markdown, html, sarif, json, github, summary];
