import { OperatorError } from "../core/errors.ts";

const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/iu;

/** Throws `usage` for what is no name of a `kind` of thing: names stand in URLs, scopes and file names. */
export function checkName(name: string, kind: "config" | "endpoint" | "project" | "schedule"): void {
  if (NAME.test(name)) return;
  throw new OperatorError(
    "usage",
    `${JSON.stringify(name)} is no name for ${kind === "endpoint" ? "an" : "a"} ${kind}`,
    {
      hint: "Expected letters, digits, dot, dash and underscore, up to 100, beginning with a letter or a digit.",
    },
  );
}
