import { isObject, objectOf, type JsonObject } from "../json.ts";
import { meet, type Draft } from "./draft.ts";
import type { NeutralContent, NeutralPart } from "./neutral.ts";

/** Members that name or mark a part without changing what a model reads. */
const MARKS = new Set(["cache_control", "id", "status", "signature"]);

/** Content of a message in any dialect; undefined where there is none. */
export function readContent(content: unknown, draft: Draft): NeutralContent | undefined {
  if (typeof content === "string") return content === "" ? undefined : content;
  if (isObject(content)) return [readPart(content, draft)];
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const parts = content.map((part) => (isObject(part) ? readPart(part, draft) : { type: "text", text: part }));
  return oneText(parts);
}

/** A text part alone is the same as its text. */
export function oneText(parts: readonly NeutralPart[]): NeutralContent {
  const only = parts[0] as NeutralPart;
  return parts.length === 1 && only.type === "text" && typeof only["text"] === "string" ? only["text"] : parts;
}

/** One part of a message, its type in one word for all dialects. */
export function readPart(part: JsonObject, draft: Draft): NeutralPart {
  switch (part["type"]) {
    case "text":
    case "input_text":
    case "output_text":
      return { type: "text", text: part["text"] };
    case "refusal":
      return { type: "refusal", text: part["refusal"] };
    case "image_url":
    case "input_image":
    case "image":
      return readImage(part, draft);
    case "input_audio": {
      const audio = objectOf(part["input_audio"]);
      return { type: "audio", format: audio["format"], ...readBytes(audio["data"], draft) };
    }
    case "file":
    case "input_file":
    case "document":
      return readFile(part, draft);
    default:
      return readUnknown(part);
  }
}

function readUnknown(part: JsonObject): NeutralPart {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(part)) {
    if (!MARKS.has(name)) kept[name] = part[name];
  }
  kept["type"] = typeof part["type"] === "string" ? part["type"] : "unknown";
  return kept as NeutralPart;
}

function readImage(part: JsonObject, draft: Draft): NeutralPart {
  draft.images = true;
  const chat = part["image_url"];
  const url = isObject(chat) ? chat["url"] : chat;
  const detail = isObject(chat) ? chat["detail"] : part["detail"];
  const kept = typeof detail === "string" && detail !== "auto" ? { detail } : {};
  return { type: "image", ...kept, ...readSource(part["source"], url, part["file_id"], draft) };
}

function readFile(part: JsonObject, draft: Draft): NeutralPart {
  const chat = isObject(part["file"]) ? part["file"] : part;
  const name = chat["filename"] ?? part["title"] ?? undefined;
  const cited = objectOf(part["citations"])["enabled"] === true ? { citations: true } : {};
  const data = chat["file_data"] ?? chat["file_url"];
  return {
    type: "file",
    ...(name === undefined ? {} : { name }),
    ...(part["context"] ? { context: part["context"] } : {}),
    ...cited,
    ...readSource(part["source"], data, chat["file_id"], draft),
  };
}

/** What a picture or file holds: its bytes by hash, its address, its text, or the id of a file kept by the provider. */
function readSource(source: unknown, url: unknown, fileId: unknown, draft: Draft): JsonObject {
  if (isObject(source)) {
    switch (source["type"]) {
      case "base64":
        return readBytes(source["data"], draft);
      case "url":
        return { url: source["url"] };
      case "file":
        meet(draft, "external_file");
        return { file_id: source["file_id"] };
      case "text":
        return { text: source["data"] };
      default:
        return { source };
    }
  }
  if (typeof fileId === "string") {
    meet(draft, "external_file");
    return { file_id: fileId };
  }
  return typeof url === "string" && url.startsWith("data:") ? readDataUrl(url, draft) : { url };
}

function readDataUrl(url: string, draft: Draft): JsonObject {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(";base64") ? readBytes(data, draft) : { sha256: draft.sha256(data) };
}

/** Base64 in one spelling (standard alphabet, no padding, no white space) is one text for one sequence of bytes: its hash stands for theirs. */
function readBytes(data: unknown, draft: Draft): JsonObject {
  if (typeof data !== "string") return { data };
  const plain = /[\s_\-=]/.test(data)
    ? data
        .replaceAll(/[\s=]+/g, "")
        .replaceAll("-", "+")
        .replaceAll("_", "/")
    : data;
  return { sha256: draft.sha256(plain) };
}
