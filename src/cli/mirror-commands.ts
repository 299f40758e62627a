import { findMirror, removeMirror, setMirrorState } from "../actions/mirror/mirrors.ts";
import { shownMirror, type ShownMirror } from "../actions/mirror/shown-mirror.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { controlParts } from "./control-parts.ts";
import { GATEWAY_FLAG } from "./gateway-flag.ts";
import { addMirrorCommand } from "./mirror-add.ts";
import { mirrorPath, throughGateway } from "./mirror-gateway.ts";
import { mirrorsText, mirrorText } from "./mirror-text.ts";
import { typed } from "./typed.ts";

const ID = { name: "ID", description: "as `understudy shadow mirror list` shows it: mir_..." };

const list: Command = {
  name: "list",
  summary: "List mirrors: what each spent today of its cap, and what has come of it",
  flags: [GATEWAY_FLAG],
  run: listAll,
};

async function listAll(context: Context, args: Args): Promise<Answer> {
  const told = await throughGateway<{ readonly mirrors: readonly ShownMirror[] }>(context, args, "GET", "/api/mirrors");
  const mirrors = told?.mirrors ?? allHere(context);
  const add = [
    "shadow",
    "mirror",
    "add",
    "--policy",
    "single:MODEL:PROVIDER",
    "--share",
    "5%",
    "--max-usd-per-day",
    "5",
  ];
  return {
    json: { mirrors },
    text: (terminal) =>
      mirrors.length === 0
        ? `Nothing is mirrored. Next: ${typed(add, context.dataFolder)}\n`
        : mirrorsText(mirrors, terminal),
  };
}

function allHere(context: Context): readonly ShownMirror[] {
  const { control } = context.store({ readOnly: true });
  return control.shadows.mirrors().map((mirror) => shownMirror(control, mirror, context.now()));
}

const show: Command = {
  name: "show",
  summary: "A mirror, what it did today, and what its newest run says",
  positionals: [ID],
  flags: [GATEWAY_FLAG],
  async run(context, args) {
    const [id] = args.positionals as [string];
    const mirror = (await throughGateway(context, args, "GET", mirrorPath(id))) ?? oneHere(context, id);
    const next = mirror.run === null ? ["shadow", "mirror", "list"] : ["shadow", "show", mirror.run];
    return {
      json: mirror,
      text: (terminal) => `${mirrorText(mirror, terminal)}\nNext: ${typed(next, context.dataFolder)}\n`,
    };
  },
};

function oneHere(context: Context, id: string): ShownMirror {
  const { control } = context.store({ readOnly: true });
  return shownMirror(control, findMirror({ control }, id), context.now());
}

/** A command that changes a mirror: through the gateway that runs, else in the store. */
function changing(
  about: Pick<Command, "name" | "summary">,
  asked: readonly ["POST" | "DELETE", string],
  here: (parts: ReturnType<typeof controlParts>, id: string) => void,
  said: (mirror: ShownMirror) => string,
): Command {
  return {
    ...about,
    positionals: [ID],
    flags: [GATEWAY_FLAG],
    async run(context, args) {
      const [id] = args.positionals as [string];
      let mirror = await throughGateway(context, args, asked[0], mirrorPath(id, asked[1]));
      if (mirror === null) {
        const parts = controlParts(context);
        const before = shownMirror(parts.control, findMirror(parts, id), context.now());
        here(parts, id);
        const after = parts.control.shadows.mirror(id);
        mirror = after === null ? before : shownMirror(parts.control, after, context.now());
      }
      const answer = mirror;
      return { json: answer, text: () => `${said(answer)}\n` };
    },
  };
}

const pause = changing(
  { name: "pause", summary: "Mirror nothing more for now" },
  ["POST", "/pause"],
  (parts, id) => void setMirrorState(parts, id, "paused"),
  ({ id, scope }) => `${id} is paused: nothing more of ${scope} is mirrored.`,
);

const resume = changing(
  { name: "resume", summary: "Mirror again" },
  ["POST", "/resume"],
  (parts, id) => void setMirrorState(parts, id, "running"),
  ({ id, scope, candidate }) => `${id} runs: ${scope} is mirrored to ${candidate}.`,
);

const remove = changing(
  { name: "remove", summary: "Forget a mirror; its comparisons stay" },
  ["DELETE", ""],
  (parts, id) => void removeMirror(parts, id),
  ({ id }) => `Removed ${id}. Its runs stay: understudy shadow list`,
);

/** `understudy shadow mirror` */
export const mirrorCommand: Command = {
  name: "mirror",
  summary: "A share of live traffic asked of a candidate as well: add, list, show, pause, resume, remove",
  description: "Without a subcommand: the list.",
  flags: [GATEWAY_FLAG],
  subcommands: [addMirrorCommand, list, show, pause, resume, remove],
  run: listAll,
};
