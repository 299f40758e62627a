import type * as z from "zod";
import { issueText } from "../core/issue-text.ts";

/** What is wrong with a document of a pack, and where in it. */
export interface Mistake {
  readonly message: string;
  /** Keys and positions from the document's root. */
  readonly path: readonly PropertyKey[];
}

/** A document that was understood, or what is wrong with it. */
export type Held<T> = { readonly value: T } | { readonly mistake: Mistake };

/** Holds a document against its schema. Of several mistakes an unknown key comes first: it mostly explains what is missing. */
export function holdAgainst<T>(schema: z.ZodType<T>, document: unknown): Held<T> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return { value: parsed.data };
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? (issues[0] as z.core.$ZodIssue);
  return { mistake: { message: issueText(issue), path: pathOf(issue) } };
}

function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}
