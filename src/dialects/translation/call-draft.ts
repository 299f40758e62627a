import type { LanguageModelV4CallOptions, LanguageModelV4Message, LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { JsonObject } from "../../core/json.ts";

/** A call of the provider specification, without what belongs to its transport. */
export type Call = Omit<LanguageModelV4CallOptions, "abortSignal" | "headers">;

/** A prompt in the making. */
export interface CallDraft {
  readonly prompt: LanguageModelV4Prompt;
  /** Names of fields that the specification cannot carry. */
  readonly dropped: Set<string>;
  /** Names of the tools called so far, by the id of the call: results name their call alone. */
  readonly toolNames: Map<string, string>;
}

export function newCallDraft(): CallDraft {
  return { prompt: [], dropped: new Set(), toolNames: new Map() };
}

type Role = LanguageModelV4Message["role"];
type ContentOf<R extends Exclude<Role, "system">> = Extract<LanguageModelV4Message, { role: R }>["content"][number];

export type UserPart = ContentOf<"user">;
export type AssistantPart = ContentOf<"assistant">;
export type ToolPart = ContentOf<"tool">;

/** Adds a part to the last message where it has the role, else to a new one: turns that the client split stay one. */
export function addPart(draft: CallDraft, message: { role: "user"; part: UserPart }): void;
export function addPart(draft: CallDraft, message: { role: "assistant"; part: AssistantPart }): void;
export function addPart(draft: CallDraft, message: { role: "tool"; part: ToolPart }): void;
export function addPart(draft: CallDraft, { role, part }: { role: Role; part: unknown }): void {
  const last = draft.prompt.at(-1);
  if (last?.role === role) (last.content as unknown[]).push(part);
  else draft.prompt.push({ role, content: [part] } as LanguageModelV4Message);
}

/** Names every given field of a body that stands in none of the lists. A null is not given. */
export function dropOthers(draft: CallDraft, body: JsonObject, carried: ReadonlySet<string>): void {
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && value !== undefined && !carried.has(name)) draft.dropped.add(name);
  }
}

/** Adds to the instructions at this place: one text where several stand together, for several are more than some models take. */
export function addSystem(draft: CallDraft, text: string): void {
  if (text === "") return;
  const last = draft.prompt.at(-1);
  if (last?.role === "system") last.content += `\n\n${text}`;
  else draft.prompt.push({ role: "system", content: text });
}
