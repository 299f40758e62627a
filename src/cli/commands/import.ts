import { fileSource, type LogSource } from "../../actions/log-source.ts";
import { mappingOf } from "../../actions/import/mapping.ts";
import { IMPORT_FORMATS, importLogs } from "../../actions/import-logs.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { importJson, importText } from "../import-text.ts";
import { RECORD_FLAGS, recordOptions, storeIfAny } from "../record-flags.ts";

/** `understudy import FILE...` */
export const importCommand: Command = {
  name: "import",
  summary: "Bring logs of real traffic into the store",
  description:
    "Reads JSON, CSV and Parquet, plain or compressed with gzip or zstd, in constant memory. A bad line is counted and told, the rest goes in; " +
    "rows that are in the store already are left alone, so that the same command can be run again at any time.",
  positionals: [{ name: "FILE", description: "Log files, or - for standard input", repeats: true }],
  flags: [
    {
      name: "format",
      value: "NAME",
      description: "The files' format, where it should not be found out from their first record",
      choices: IMPORT_FORMATS,
    },
    {
      name: "map",
      value: "FIELD=COLUMN",
      description:
        "Read any table or JSON by its columns, several with commas between, a unit behind a colon: " +
        "created_at=ts,input_tokens=prompt,latency=took:s,cost=price:cents",
      repeatable: true,
    },
    ...RECORD_FLAGS,
    { name: "dry-run", description: "The same as --check" },
  ],
  examples: [
    { command: "understudy import logs.jsonl", note: "Import one file; the format is found out" },
    {
      command: "understudy import calls.csv --map created_at=ts,model=llm,input_tokens=in,output_tokens=out",
      note: "Import a table of your own",
    },
    { command: "gzip -dc july/*.gz | understudy import -", note: "Import what another command prints" },
    { command: "understudy import --check --json logs.jsonl.gz", note: "See what would happen, as JSON" },
  ],
  run,
};

/** From here on a second thread is worth its start. */
const LARGE_BYTES = 8e6;

async function run(context: Context, args: Args): Promise<Answer> {
  const sources = args.positionals.map((path) => (path === "-" ? standardInput(context) : fileSource(path)));
  const check = args.on("check") || args.on("dry-run");
  const mapping = mappingOf(args.list("map"));
  if (mapping.length > 0 && args.text("format") !== undefined)
    throw new OperatorError("usage", "--map reads records of no format, and --format names one", {
      field: "--map",
      hint: "Give one of the two.",
    });
  const known = sources.every((source) => source.size !== null);
  const bytes = sources.reduce((sum, source) => sum + (source.size ?? 0), 0);
  const progress = context.progress({ label: "import", unit: "bytes", ...(known ? { total: bytes } : {}) });
  const large = !known || bytes >= LARGE_BYTES;
  const report = await importLogs(
    sources,
    { format: args.text("format"), ...recordOptions(args), mapping, check },
    {
      prices: context.prices(),
      store: check ? storeIfAny(context) : context.store(),
      setAside: () => context.setAside(),
      now: () => context.now(),
      newId: () => context.newId(),
      signal: context.interruption(),
      ...(large ? { appender: () => context.appender() } : {}),
      onProgress: (read) => progress.update(read),
    },
  ).finally(() => progress.done());
  const failed = report.files.some((file) => file.error !== null);
  const details = { check, dataFolder: context.dataFolder, prices: context.prices() };
  return {
    json: importJson(report, details),
    text: (terminal) => importText(report, details, terminal),
    exit: report.interrupted ? 130 : failed ? 2 : 0,
  };
}

function standardInput(context: Context): LogSource {
  return { name: "(standard input)", size: null, open: () => context.stdin() };
}
