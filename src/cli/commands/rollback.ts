import { rollBack } from "../../actions/promote/roll-back.ts";
import { rolledBackAnswer } from "../attachment-commands.ts";
import type { Command } from "../command.ts";
import { controlParts } from "../control-parts.ts";

/** `understudy rollback SCOPE` */
export const rollbackCommand: Command = {
  name: "rollback",
  summary: "Restore what served a project or an endpoint before the last change",
  description:
    "If nothing was attached, nothing is again; an endpoint version that was promoted gives way to the one before. Typed twice, it is back where it was; `understudy configs attachments SCOPE` shows what served when.",
  positionals: [{ name: "SCOPE", description: "project:NAME, endpoint:NAME or endpoint:PROJECT/NAME" }],
  examples: [{ command: "understudy rollback endpoint:support", note: "The last attachment was a mistake" }],
  run: (context, args) => rolledBackAnswer(context, rollBack(controlParts(context), args.positionals[0] as string)),
};
