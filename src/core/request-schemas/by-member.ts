import * as z from "zod";

type Kinds = Readonly<Record<string, z.ZodType>>;

/**
 * An object that is held against the schema that its member names. What is of none of the kinds only needs the member to be a text, since
 * providers add kinds. @param strict it must be one of the kinds
 */
export function byMember(member: "type" | "role", kinds: Kinds, { strict = false } = {}): z.ZodType {
  const named = strict ? z.enum(Object.keys(kinds)) : z.string().min(1);
  return z.looseObject({ [member]: named }).check((context) => {
    const schema = kinds[String(context.value[member])];
    const parsed = schema?.safeParse(context.value);
    if (parsed?.success !== false) return;
    for (const issue of parsed.error.issues)
      context.issues.push({ ...issue, input: context.value } as z.core.$ZodRawIssue);
  });
}
