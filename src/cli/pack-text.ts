import type { Contract } from "../contracts/contract.ts";
import type { Pack } from "../contracts/pack.ts";
import type { SilentCase } from "../contracts/silent-cases.ts";
import { counted } from "./counts.ts";
import { notesText } from "./notes-text.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** A contract with its cases that say nothing where nobody is called. */
export interface ShownContract {
  readonly contract: Contract;
  readonly silent: readonly SilentCase[];
}

/** A pack for people: what it is, a line a contract, the cases that say nothing, and what is odd. */
export function packText(terminal: Terminal, pack: Pack, contracts: readonly ShownContract[]): string {
  const silent = contracts.flatMap((one) => one.silent);
  const drafts = contracts.filter(({ contract }) => contract.status === "observed").length;
  const cases = contracts.reduce((sum, { contract }) => sum + contract.golden_cases.length, 0);
  const asks = [pack.provider, pack.model].filter((word) => word !== null).join(" ");
  const about: (readonly [string, string])[] = [
    ["pack", [pack.name, pack.version].filter((word) => word !== null).join(" ")],
    ["about", pack.description ?? ""],
    ["asks", asks],
    ["contracts", `${counted(contracts.length, "contract")}${drafts === 0 ? "" : `, ${drafts} of them drafts`}`],
    [
      "cases",
      `${counted(cases, "case")}${silent.length === 0 ? "" : `, ${silent.length} of them silent on recordings`}`,
    ],
  ];
  const rows = contracts.map(({ contract, silent: quiet }) => [
    contract.id,
    `${contract.status === "observed" ? "draft" : "promoted"}${contract.critical ? ", critical" : ""}`,
    String(contract.golden_cases.length),
    String(contract.golden_cases.length - quiet.length),
  ]);
  const columns = [
    { title: "contract", shrinkTo: 16 },
    { title: "status" },
    { title: "cases", align: "right" as const },
    { title: "on recordings", align: "right" as const },
  ];
  return [
    properties(
      terminal,
      about.filter(([, value]) => value !== ""),
    ),
    table(terminal, columns, rows),
    silentText(terminal, silent),
    notesText(pack.notes, terminal),
  ]
    .filter((text) => text !== "")
    .join("\n");
}

function silentText(terminal: Terminal, silent: readonly SilentCase[]): string {
  if (silent.length === 0) return "";
  const columns = [{ title: "silent case", shrinkTo: 16 }, { title: "why" }, { title: "allowed", shrinkTo: 12 }];
  return table(
    terminal,
    columns,
    silent.map((one) => [one.case, one.reason, allowedText(one)]),
  );
}

function allowedText({ allowance, expired }: SilentCase): string {
  if (allowance === null) return "no";
  return `${expired ? "expired" : "until"} ${allowance.expiry_date} (${allowance.owner})`;
}

/** What was promoted, and what cases of it say nothing: those fail the next check. */
export function promotedText(
  terminal: Terminal,
  promoted: readonly (ShownContract & { readonly changed: boolean })[],
): string {
  if (promoted.length === 0) return "No draft in this pack: nothing was promoted\n";
  const lines = promoted.map(
    ({ contract, changed }) => `${contract.id} ${changed ? "is promoted" : "was promoted already"}\n`,
  );
  const silent = promoted.flatMap((one) => one.silent);
  return lines.join("") + (silent.length === 0 ? "" : `\n${silentText(terminal, silent)}`);
}
