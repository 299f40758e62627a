import type { LanguageModelV4FilePart } from "@ai-sdk/provider";

const DATA_URL = /^data:([^;,]*)(?:;[^;,]*)*;base64,/u;

/** A file given as base64. @param mediaType such as `image/png`, or `image` where more is not known */
export function fileOfBase64(data: string, mediaType: string): LanguageModelV4FilePart {
  return { type: "file", mediaType, data: { type: "data", data } };
}

/** A file given by its address or as a `data:` URL; null where it is neither. */
export function fileOfUrl(text: string, mediaType: string): LanguageModelV4FilePart | null {
  const head = DATA_URL.exec(text);
  if (head !== null) return fileOfBase64(text.slice(head[0].length), head[1] === "" ? mediaType : (head[1] as string));
  if (text.startsWith("data:") || !URL.canParse(text)) return null;
  return { type: "file", mediaType, data: { type: "url", url: new URL(text) } };
}
