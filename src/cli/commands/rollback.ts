import { previewRollback, rollBack } from "../../actions/promote/roll-back.ts";
import { rolledBackAnswer } from "../attachment-commands.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { controlParts } from "../control-parts.ts";
import { rollbackPreviewText } from "../rollback-preview-text.ts";

/** `understudy rollback SCOPE` */
export const rollbackCommand: Command = {
  name: "rollback",
  summary: "Restore what served a project or an endpoint before the last change",
  description:
    "If nothing was attached, nothing is again; an endpoint version that was promoted gives way to the one before. Typed twice, it is back where it was; `understudy configs attachments SCOPE` shows what served when.",
  positionals: [{ name: "SCOPE", description: "project:NAME, endpoint:NAME or endpoint:PROJECT/NAME" }],
  flags: [
    { name: "whole", description: "Restore what served before the promoted candidate had any share" },
    { name: "dry-run", description: "Show what would come back, and change nothing" },
  ],
  examples: [
    { command: "understudy rollback endpoint:support", note: "The last attachment was a mistake" },
    { command: "understudy rollback project:shop --whole --dry-run", note: "What the candidate took the place of" },
  ],
  run,
};

function run(context: Context, args: Args): Answer {
  const [scope] = args.positionals as [string];
  const whole = args.on("whole");
  if (!args.on("dry-run")) return rolledBackAnswer(context, rollBack(controlParts(context), scope, whole));
  const preview = previewRollback(context.store({ readOnly: true }).control, scope, whole);
  return { json: preview, text: (terminal) => rollbackPreviewText(preview, terminal) };
}
