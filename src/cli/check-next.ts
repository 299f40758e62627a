import type { CheckReport } from "../contracts/check-report.ts";
import { failsRun } from "../contracts/failing.ts";
import { typed } from "./typed.ts";

/** What to type after a check. */
export function nextAfterCheck(report: CheckReport, dataFolder: string): string {
  const check = ["check", "--pack", report.pack.folder];
  const live = [
    ...check,
    "--provider",
    report.lane === "live" ? report.provider : "openai",
    "--model",
    report.model ?? "gpt-4o-mini",
  ];
  const failing = report.results.filter(failsRun);
  const [first] = failing;
  if (first?.reason === "recording_not_found")
    return typed([...live, "--only-contracts", first.contract, "--capture-recordings"], dataFolder);
  if (report.exit_code === 3) return typed(live, dataFolder);
  if (first !== undefined) {
    const names = [...new Set(failing.map(({ contract }) => contract))].slice(0, 5).join(",");
    return typed([...(report.lane === "live" ? live : check), "--only-contracts", names], dataFolder);
  }
  const passing = report.results.find(({ blocking, status }) => !blocking && status === "passed");
  if (passing !== undefined) return typed(["pack", "promote", report.pack.folder, passing.contract], dataFolder);
  if (report.lane === "recorded") return typed(live, dataFolder);
  const shadow = ["--shadow-capture", "--shadow-provider", "anthropic", "--shadow-model", "claude-sonnet-4-5"];
  return typed(report.repeat > 1 ? ["shadow", ...live.slice(1), ...shadow] : [...live, "--repeat", "3"], dataFolder);
}
