import { readDocument } from "../../actions/document-file.ts";
import { explainer, loggedRequest } from "../../actions/explain.ts";
import { givenRequest } from "../../actions/given-request.ts";
import { namedPolicy } from "../../actions/policy-reference.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { KNOWLEDGE_FLAGS, knowledgeFlagsOf } from "../replay-flags.ts";
import { explanationText } from "../trace-text.ts";
import { typed } from "../typed.ts";

/** `understudy explain [ID] --policy POLICY` */
export const explainCommand: Command = {
  name: "explain",
  summary: "Show what a policy decides for one request, and why, before anything runs",
  description:
    "Takes a logged request by its id, or one from a file. For a logged request it also shows what the attempts would have given, from the log or projected.",
  positionals: [{ name: "ID", description: "A request id, or the id its source gave it", optional: true }],
  flags: [
    {
      name: "policy",
      value: "POLICY",
      description: "A policy file, the name of a config (NAME or NAME@VERSION), or single:MODEL:PROVIDER",
    },
    {
      name: "request",
      value: "FILE",
      description:
        "A request that was not logged: a provider's request body, or {request, project, end_user, tags, metadata, input_tokens, ...}",
    },
    ...KNOWLEDGE_FLAGS,
  ],
  examples: [
    {
      command: "understudy explain 0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f --policy cheaper.json",
      note: "Why this request would go where it goes",
    },
    {
      command: "understudy explain --request request.json --policy cheaper@2 --json",
      note: "The plan for a request nobody has sent yet",
    },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const store = context.store({ readOnly: true });
  const id = args.positionals[0];
  const file = args.text("request");
  const reference = args.text("policy");
  if (reference === undefined) {
    throw new OperatorError("usage", "explain needs a policy to explain", {
      field: "--policy",
      hint: `For example: ${typed(["explain", id ?? "ID", "--policy", "single:gpt-4o-mini:openai"], context.dataFolder)}`,
    });
  }
  if ((id === undefined) === (file === undefined)) {
    throw new OperatorError("usage", "explain takes either the id of a logged request or --request FILE", {
      field: "ID",
      hint: "`understudy logs` lists ids; `understudy explain --help` says what stands in the file.",
    });
  }
  const candidate = namedPolicy(reference, store.control);
  const made = explainer(store, context.prices(), candidate, {
    ...knowledgeFlagsOf(context, args),
    pricesAt: context.pricesNow ? context.now() : null,
  });
  const explanation =
    id === undefined
      ? made.given(givenRequest(readDocument(file as string, "the request"), file as string, context.now()))
      : made.logged(loggedRequest(store, id));
  const { trace, plan, logged } = explanation;
  return {
    json: { ...trace, plan: plan.node, logged },
    text: (terminal) => explanationText(explanation, terminal),
  };
}
