import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import { responseEvents } from "./response-events.ts";

const ENDS = new Set(["completed", "incomplete", "failed"]);

/** A response as the events it would have come in: created, in progress, each item with all it says, the end. */
export function responsesToStream(body: JsonObject): readonly string[] {
  const events = responseEvents();
  const response = { ...body, status: "in_progress", error: null, incomplete_details: null, output: [], usage: null };
  const ended = ENDS.has(String(body["status"])) ? String(body["status"]) : "completed";
  return [
    events.write("response.created", { response }),
    events.write("response.in_progress", { response }),
    ...arrayOf(body["output"]).map((item, index) => events.item(index, objectOf(item))),
    events.write(`response.${ended}`, { response: body }),
  ];
}
