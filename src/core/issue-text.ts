import type * as z from "zod";

/** What the schema library found wrong, in the words of our errors; of a value that may be one of several kinds, what each kind expected. */
export function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys" && issue.message.startsWith("Unrecognized key"))
    return `unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
  const messages =
    issue.code === "invalid_union" && issue.message === "Invalid input"
      ? issue.errors.flatMap((kind) => kind.slice(0, 1).map(issueText))
      : [issue.message];
  return [...new Set(messages)]
    .join(", or ")
    .replaceAll("Invalid input: ", "")
    .replaceAll(/Too (?:big|small): expected number to be/gu, "expected a number")
    .replaceAll("expected record", "expected object")
    .replaceAll("received undefined", "found nothing")
    .replaceAll("received", "found");
}

/** A path of keys as a field is named: `targets[1].model`. */
export function fieldText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => text + (typeof key === "number" ? `[${key}]` : text === "" ? String(key) : `.${String(key)}`),
    "",
  );
}
