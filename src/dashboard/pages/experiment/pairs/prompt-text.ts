/** Messages as lines of text as far as they are such, anything else as JSON: a prompt is data. */
export function promptText(prompt: unknown): string {
  if (prompt === null || prompt === undefined) return "It could not be read.";
  if (!Array.isArray(prompt)) return typeof prompt === "string" ? prompt : JSON.stringify(prompt, null, 2);
  return prompt.map(messageText).join("\n\n");
}

function messageText(message: unknown): string {
  const { role, content, ...rest } = (typeof message === "object" && message !== null ? message : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof role !== "string") return JSON.stringify(message, null, 2) ?? "";
  const besides = Object.keys(rest).length === 0 ? "" : `\n${JSON.stringify(rest)}`;
  return `${role}: ${contentText(content)}${besides}`;
}

function contentText(content: unknown): string {
  if (content === undefined) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((part: unknown) => {
      const { text } = (part ?? {}) as { readonly text?: unknown };
      return typeof text === "string" ? text : JSON.stringify(part);
    })
    .join("\n");
}
