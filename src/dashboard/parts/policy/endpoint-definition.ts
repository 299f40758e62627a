import { endpointSchema, type EndpointDefinition } from "../../../core/endpoint.ts";
import { OperatorError } from "../../../core/errors.ts";
import { fieldText, issueText } from "../../../core/issue-text.ts";
import { parsePolicy } from "../../../core/policy.ts";

/** What somebody wrote, as an endpoint's definition. Throws `endpoint_invalid` and `policy_invalid` with the field. */
export function checkedDefinition(value: unknown): EndpointDefinition {
  const parsed = endpointSchema.safeParse(value ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const message = issue === undefined ? "not understood" : issueText(issue);
    const within = issue === undefined ? "" : fieldText(issue.path);
    const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
    const field = [within, unknown].filter(Boolean).join(".");
    throw new OperatorError("endpoint_invalid", within === "" ? message : `\`${within}\`: ${message}`, { field });
  }
  if (parsed.data.policy !== undefined) checkPolicy(parsed.data.policy);
  return parsed.data;
}

function checkPolicy(policy: unknown): void {
  try {
    parsePolicy(policy);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { field } = error.place;
    throw new OperatorError(error.code, error.message, { field: field === undefined ? "policy" : `policy.${field}` });
  }
}
