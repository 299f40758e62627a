import { yamlText } from "../actions/yaml-text.ts";
import type { Args, Flag } from "./command.ts";

/** Of commands that print what a file may hold. */
export const YAML_FLAG: Flag = { name: "yaml", description: "As YAML, not JSON" };

/** A stored document as it may be written into a file and read again. */
export function documentText(args: Args, value: unknown): string {
  return args.on("yaml") ? yamlText(value) : `${JSON.stringify(value, null, 2)}\n`;
}
