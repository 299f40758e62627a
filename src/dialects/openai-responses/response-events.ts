import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import { eventText } from "../sse/event-text.ts";

/** Writes the events of one response, numbered as they come. */
export interface ResponseEvents {
  write(type: string, data: object): string;
  /** A whole item: its start, all it says, its end. */
  item(index: number, item: JsonObject): string;
}

/** A part of an item on its way: how its pieces are called, and where its text stands. */
interface PartKind {
  readonly name: string;
  readonly text: string;
}

const PARTS: Readonly<Record<string, PartKind>> = {
  output_text: { name: "response.output_text", text: "text" },
  refusal: { name: "response.refusal", text: "refusal" },
  reasoning_text: { name: "response.reasoning_text", text: "text" },
};

/** Items whose content is one text of their own. */
const ITEM_TEXTS: Readonly<Record<string, readonly [name: string, text: string]>> = {
  function_call: ["response.function_call_arguments", "arguments"],
  custom_tool_call: ["response.custom_tool_call_input", "input"],
};

/** An item as it starts: what it will say is still to come. */
export function emptied(item: JsonObject): JsonObject {
  const status = item["status"] === undefined ? {} : { status: "in_progress" };
  const own = ITEM_TEXTS[String(item["type"])];
  if (own !== undefined) return { ...item, ...status, [own[1]]: "" };
  if (item["type"] === "message") return { ...item, ...status, content: [] };
  if (item["type"] !== "reasoning") return item;
  return { ...item, ...status, summary: [], ...(item["content"] === undefined ? {} : { content: [] }) };
}

export function responseEvents(): ResponseEvents {
  let sequence = 0;
  const write = (type: string, data: object): string => eventText(type, { ...data, sequence_number: sequence++ });

  function contentPart(place: object, part: JsonObject): string {
    const kind = PARTS[String(part["type"])];
    const started = kind === undefined ? part : { ...part, [kind.text]: "" };
    const bare = part["annotations"] === undefined ? started : { ...started, annotations: [] };
    const said: string[] = [write("response.content_part.added", { ...place, part: bare })];
    if (kind !== undefined) {
      const text = part[kind.text] ?? "";
      const logprobs =
        kind.text === "text" && part["type"] === "output_text" ? { logprobs: part["logprobs"] ?? [] } : {};
      said.push(write(`${kind.name}.delta`, { ...place, delta: text, ...logprobs }));
      for (const [at, annotation] of arrayOf(part["annotations"]).entries())
        said.push(write("response.output_text.annotation.added", { ...place, annotation_index: at, annotation }));
      said.push(write(`${kind.name}.done`, { ...place, [kind.text]: text, ...logprobs }));
    }
    said.push(write("response.content_part.done", { ...place, part }));
    return said.join("");
  }

  function summaryPart(place: object, part: JsonObject): string {
    const text = part["text"] ?? "";
    return (
      write("response.reasoning_summary_part.added", { ...place, part: { ...part, text: "" } }) +
      write("response.reasoning_summary_text.delta", { ...place, delta: text }) +
      write("response.reasoning_summary_text.done", { ...place, text }) +
      write("response.reasoning_summary_part.done", { ...place, part })
    );
  }

  function item(index: number, whole: JsonObject): string {
    const place = { item_id: whole["id"], output_index: index };
    const said: string[] = [write("response.output_item.added", { output_index: index, item: emptied(whole) })];
    const own = ITEM_TEXTS[String(whole["type"])];
    if (own !== undefined) {
      const [name, text] = own;
      said.push(
        write(`${name}.delta`, { ...place, delta: whole[text] ?? "" }),
        write(`${name}.done`, { ...place, name: whole["name"], [text]: whole[text] ?? "" }),
      );
    } else if (whole["type"] === "message" || whole["type"] === "reasoning") {
      for (const [at, part] of arrayOf(whole["summary"]).entries())
        said.push(summaryPart({ ...place, summary_index: at }, objectOf(part)));
      for (const [at, part] of arrayOf(whole["content"]).entries())
        said.push(contentPart({ ...place, content_index: at }, objectOf(part)));
    }
    said.push(write("response.output_item.done", { output_index: index, item: whole }));
    return said.join("");
  }

  return { write, item };
}
