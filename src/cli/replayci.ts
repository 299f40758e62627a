import { OperatorError } from "../core/errors.ts";
import { lookUp } from "../core/look-up.ts";

/** A command line of ReplayCI in our words, with what is to be said of it. */
export interface Reworded {
  readonly words: readonly string[];
  readonly notes: readonly string[];
}

/** The word that a command line of ReplayCI begins with here: `bin/replayci` puts it in front. */
export const REPLAYCI = "replayci";

const SHADOW_FLAGS = ["--shadow-capture", "--shadow-provider", "--shadow-model"] as const;
/** Commands that have our name and are ours. */
const SAME_NAME: ReadonlySet<string> = new Set(["check", "shadow", "pack", "observe", "help"]);
/** What ReplayCI has another word for. */
const TYPE_INSTEAD: Readonly<Record<string, string>> = {
  init: "understudy pack init DIR",
  drift: "understudy check --pack DIR --provider openai --model MODEL --repeat 3",
  "export-bundle": "understudy export --help",
  "replay-bundle": "understudy check --pack DIR",
};

/** Reads `replayci ...` (without the first word). Throws `usage` for incomplete shadow flags, and for commands that are called otherwise here. */
export function rewordReplayci(argv: readonly string[]): Reworded {
  const [first] = argv;
  if (first === undefined || first === "--help" || first === "-h") return { words: ["shadow", "--help"], notes: [] };
  if (first === "--version" || SAME_NAME.has(first)) return { words: argv.map(dashed), notes: [] };
  if (!first.startsWith("-")) throw calledOtherwise(first);
  const flags = withLane(argv.map(dashed).filter((word) => word !== "--persist"));
  const given = new Set(flags.map((word) => word.split("=", 1)[0]));
  if (!SHADOW_FLAGS.some((flag) => given.has(flag))) {
    const notes = argv.includes("--persist") ? ["--persist: only shadow runs are stored, a check is not"] : [];
    return { words: ["check", ...flags], notes };
  }
  const missing = SHADOW_FLAGS.filter((flag) => !given.has(flag));
  if (missing.length > 0)
    throw new OperatorError("usage", `shadow mode needs ${missing.join(" and ")} as well`, {
      hint: "All three together: --shadow-capture --shadow-provider anthropic --shadow-model MODEL.",
    });
  return { words: ["shadow", ...flags], notes: [] };
}

/** `--run-mode recorded` is `--provider recorded`; `live` is what naming a provider means. */
function withLane(words: readonly string[]): readonly string[] {
  const split = words.flatMap((word) => (/^--(?:run-mode|provider)=/u.test(word) ? word.split(/=(.*)/su, 2) : [word]));
  const at = split.indexOf("--run-mode");
  if (at === -1) return words;
  const mode = split[at + 1];
  const rest = split.toSpliced(at, 2);
  if (mode === "live") return rest;
  if (mode !== "recorded")
    throw new OperatorError("usage", `--run-mode does not take ${mode ?? "nothing"}`, {
      hint: "Expected recorded or live.",
    });
  const provider = rest.indexOf("--provider");
  return ["--provider", "recorded", ...(provider === -1 ? rest : rest.toSpliced(provider, 2))];
}

/** `--retry_cap` is `--retry-cap`; values stay as they are. */
function dashed(word: string): string {
  const flag = /^--[a-z_-]+/u.exec(word)?.[0];
  return flag === undefined ? word : flag.replaceAll("_", "-") + word.slice(flag.length);
}

function calledOtherwise(word: string): OperatorError {
  const instead = lookUp(TYPE_INSTEAD, word) ?? null;
  return new OperatorError("usage", `\`replayci ${word}\` is not a command here`, {
    hint: instead === null ? "See `replayci --help`, or `understudy help` for all there is." : `Type \`${instead}\`.`,
  });
}
