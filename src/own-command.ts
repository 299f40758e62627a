import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CommandEnd } from "./actions/schedule/command-end.ts";
import type { OwnCommand } from "./cli/world.ts";
import { moduleBeside } from "./module-beside.ts";

/** More than any answer; what is beyond is cut off, and the document not understood. */
const MOST_CHARACTERS = 64 * 2 ** 20;
/** A command that was asked to stop has this long. */
const STOP_MS = 10_000;

/** Runs a command line of understudy in a process of its own, with --json, to its end. Stopped by a signal as by Ctrl-C. */
export function runOwnCommand(
  { command, folder }: OwnCommand,
  dataFolder: string,
  signal?: AbortSignal,
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    if (folder !== null && !existsSync(folder)) {
      reject(new Error(`the folder ${folder} is not there`));
      return;
    }
    const child = spawn(
      process.execPath,
      [...process.execArgv, mainModule(), ...command, "--json", "--data", dataFolder],
      {
        stdio: ["ignore", "pipe", "pipe"],
        ...(folder === null ? {} : { cwd: folder }),
      },
    );
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (out.length < MOST_CHARACTERS) out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (err.length < MOST_CHARACTERS) err += text;
    });
    const stop = (): void => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGKILL"), STOP_MS).unref();
    };
    if (signal?.aborted === true) stop();
    signal?.addEventListener("abort", stop, { once: true });
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      resolve({ code, out, err });
    });
  });
}

function mainModule(): string {
  return fileURLToPath(moduleBeside("main"));
}
