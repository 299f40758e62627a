import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";

/**
 * Choices as a chat completion has them. OpenLLMetry writes what Anthropic thinks as a choice of its own, and blocks of a stream too, though
 * Anthropic answers once.
 */
export function wholeChoices(choices: readonly JsonObject[], provider: string | null): readonly JsonObject[] {
  const thought = choices.filter(isThought);
  const answers = choices.filter((choice) => !isThought(choice));
  const [first] = answers;
  if (first === undefined || (thought.length === 0 && (provider !== "anthropic" || answers.length === 1)))
    return choices;
  const told = provider === "anthropic" ? [joined(answers)] : answers;
  const reasoning = joinedTexts(thought.map((choice) => objectOf(choice["message"])["content"]));
  return told.map((choice, index) => ({
    ...choice,
    index,
    message: { ...objectOf(choice["message"]), ...(reasoning === null ? {} : { reasoning_content: reasoning }) },
    finish_reason: choices.map((one) => one["finish_reason"]).find((reason) => typeof reason === "string") ?? null,
  }));
}

function isThought(choice: JsonObject): boolean {
  return objectOf(choice["message"])["role"] === "thinking";
}

function joined(choices: readonly JsonObject[]): JsonObject {
  const messages = choices.map((choice) => objectOf(choice["message"]));
  const calls = messages.flatMap((message) => arrayOf(message["tool_calls"]));
  const content = joinedTexts(messages.map((message) => message["content"]));
  return {
    ...choices[0],
    message: { ...messages[0], content, ...(calls.length === 0 ? {} : { tool_calls: calls }) },
  };
}

function joinedTexts(texts: readonly unknown[]): string | null {
  const said = texts.filter((text): text is string => typeof text === "string" && text !== "");
  return said.length === 0 ? null : said.join("");
}
