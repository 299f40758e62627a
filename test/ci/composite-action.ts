import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly "working-directory"?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly default?: string; readonly required?: boolean; readonly description: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string; readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ACTION_FILE = join(import.meta.dirname, "../../action.yml");
export const ACTION = parse(readFileSync(ACTION_FILE, "utf8")) as Action;

/** What one run of the action left behind. */
export interface ActionRun {
  readonly steps: readonly { readonly name: string; readonly code: number | null; readonly out: string }[];
  readonly outputs: Readonly<Record<string, string>>;
  /** What all steps added to the job's summary. */
  readonly summary: string;
}

interface Surroundings {
  /** The repository, and where the steps run. */
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly github?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the steps as the runner does: bash without a profile, that stops at the first failure; later steps after a failed one are left out. */
export function runAction({ folder, inputs, github = {}, environment = {} }: Surroundings): ActionRun {
  const runner = join(folder, ".runner");
  mkdirSync(runner, { recursive: true });
  const values = new Map<string, string>(Object.entries(github).map(([name, value]) => [`github.${name}`, value]));
  for (const [name, { default: given = "" }] of Object.entries(ACTION.inputs))
    values.set(`inputs.${name}`, inputs[name] ?? evaluated(given, values));
  const steps: { name: string; code: number | null; out: string }[] = [];
  let summary = "";
  for (const [index, step] of ACTION.runs.steps.entries()) {
    if (step.if !== undefined && evaluated(step.if, values) !== "true") continue;
    const file = (name: string): string => join(runner, `${index}.${name}`);
    writeFileSync(file("output"), "");
    writeFileSync(file("summary"), "");
    writeFileSync(file("sh"), step.run);
    const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(text, values)]);
    const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", file("sh")], {
      cwd: resolve(folder, evaluated(step["working-directory"] ?? ".", values)),
      env: {
        PATH: process.env["PATH"],
        HOME: folder,
        GITHUB_ACTIONS: "true",
        GITHUB_WORKSPACE: folder,
        GITHUB_OUTPUT: file("output"),
        GITHUB_STEP_SUMMARY: file("summary"),
        ...environment,
        ...Object.fromEntries(env),
      },
      encoding: "utf8",
      timeout: 60_000,
    });
    steps.push({ name: step.name, code: status, out: stdout + stderr });
    summary += readFileSync(file("summary"), "utf8");
    for (const line of readFileSync(file("output"), "utf8").split("\n").filter(Boolean)) {
      const { name = "", value = "" } = /^(?<name>[^=]+)=(?<value>.*)$/u.exec(line)?.groups ?? {};
      values.set(`steps.${step.id}.outputs.${name}`, value);
    }
    if (status !== 0) break;
  }
  const outputs = Object.entries(ACTION.outputs).map(([name, { value }]) => [name, evaluated(value, values)]);
  return { steps, outputs: Object.fromEntries(outputs) as Record<string, string>, summary };
}

/** The expressions that the action uses: a value, or a value held against a text. */
function evaluated(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{\{ (?<value>[\w.-]+)(?: (?<operator>[=!]=) '(?<other>[^']*)')? \}\}/gu,
    (_, name, operator, other) => {
      const value = values.get(String(name)) ?? "";
      return operator === undefined ? value : String((value === other) === (operator === "=="));
    },
  );
}

/** A program in the path that answers as `gh api` does, and writes down what it was asked. Returns the folder to put into the path. */
export function fakeGh(folder: string, comments: string, fails = false): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const script = `#!/usr/bin/env bash
printf '%s\\n' "$*" >> '${join(folder, "gh.log")}'
${fails ? "echo 'HTTP 403' >&2; exit 1" : ""}
for word in "$@"; do case "$word" in body=@*) cp "\${word#body=@}" '${join(folder, "posted.md")}';; esac; done
case "$*" in *--paginate*) printf '%s' '${comments}';; esac
`;
  writeFileSync(join(bin, "gh"), script, { mode: 0o755 });
  return bin;
}

/** What the fake `gh` was asked, a line each. */
export function askedGh(folder: string): readonly string[] {
  const log = join(folder, "gh.log");
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
}
