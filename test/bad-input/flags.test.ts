import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy } from "../understudy.ts";

const folder = temporaryFolder();
const at = { cwd: folder.path };

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), [{ id: "a", daysAgo: 1 }]);
  await understudy(["import", "log.jsonl"], at);
});
afterAll(() => folder[Symbol.dispose]());

describe("a flag that cannot be meant is said, with what was expected", () => {
  const policy = ["simulate", "--policy", "single:gpt-4o-mini:openai"];
  it.each<[readonly string[], string]>([
    [["simulate"], "simulate needs a policy to hold against the log. For example: understudy simulate --policy"],
    [["simulate", "cheaper.json"], 'unexpected argument "cheaper.json": did you mean --policy cheaper.json? See'],
    [
      ["simulate", "--policy", "cheper"],
      '"cheper" is neither a file nor a config\n  at --policy\n  Give a policy file',
    ],
    [["simulate", "--policy", "no.json"], "no such file\n  at no.json\n"],
    [["simulate", "--plicy", "x"], "unknown option '--plicy': did you mean --policy?"],
    [["simulate", "--show", "sim_1"], 'there is no experiment "sim_1"\n  at ./understudy-data\n'],
    [[...policy, "--sample", "0"], '--sample does not take "0". Expected a number of rows, or all.'],
    [[...policy, "--sample", "1.5"], '--sample does not take "1.5"'],
    [[...policy, "--outliers", "many"], '--outliers does not take "many". Expected a whole number from 1 on.'],
    [[...policy, "--tiers", "all"], '--tiers does not take "all". Expected one of: trailing, in-sample.'],
    [[...policy, "--origin", "prod"], '--origin does not take "prod". Expected one of: live, import'],
    [[...policy, "--meta", "plan"], '--meta does not take "plan". Expected KEY=VALUE.'],
    [[...policy, "--model", "a", "--model", "b"], "--model was given 2 times: a, b. Give it once."],
    [[...policy, "--last", "7"], '"7" is not a length of time\n  at --last\n  Expected a number and m, h, d or w'],
    [[...policy, "--from", "yesterday"], '"yesterday" is not a date\n  at --from\n  Expected ISO 8601'],
    [[...policy, "--from", "2026-02-30"], '"2026-02-30" is not a date'],
    [[...policy, "--from", "2026-01-02", "--to", "2026-01-01"], "the window ends before it begins"],
    [[...policy, "--last", "7d", "--to", "2026-01-01"], "--last stands alone"],
    [[...policy, "--newest", "--from", "2026-01-01"], "--newest cannot be joined with --from or --to"],
    [["import", "log.jsonl", "--outcome", "valid"], '--outcome does not take "valid". Expected NAME=PATH'],
    [["import", "log.jsonl", "--format", "csv"], '--format does not take "csv". Expected one of: native'],
    [["help", "simluate"], "unknown command `understudy simluate`: did you mean `understudy simulate`?"],
    [["logs", "--prices", "no.json", "--limit", "0"], '--limit does not take "0"'],
    [["endpoints", "set"], "missing required argument 'NAME'. See `understudy endpoints set --help`."],
    [["endpoints", "set", "a", "no.yaml"], "no such file\n  at no.yaml\n"],
    [["endpoints", "set", "a", "--system-prompt", "@no.txt"], "no such file\n  at no.txt\n"],
    [
      ["endpoints", "set", "a", "--without", "prompt"],
      '--without does not take "prompt". Expected one of: description, system_prompt',
    ],
    [["endpoints", "rollback", "a", "--to", "0"], '--to does not take "0". Expected a whole number from 1 on.'],
    [["endpoints", "show", "a"], 'project default has no endpoint "a"'],
    [
      ["endpoints", "show", "a", "--project"],
      "option '--project <NAME>' argument missing. See `understudy endpoints show --help`.",
    ],
    [
      ["projects", "set", "shop", "--retention", "long"],
      '--retention does not take "long". Expected a number of days, or forever.',
    ],
    [["projects", "create", "a b"], '"a b" is no name for a project. Expected letters, digits'],
    [["configs", "attach"], "missing required argument 'NAME[@VERSION]'. See `understudy configs attach --help`."],
    [
      ["configs", "attach", "mini"],
      "what is mini to serve. For example: understudy configs attach mini --to project:default",
    ],
    [
      ["keys", "create", "a", "--role", "boss"],
      '--role does not take "boss". Expected one of: admin, editor, viewer, client.',
    ],
    [["keys", "create", "a", "--budget", "-1"], "a budget is more than 0 USD"],
    [["keys", "revoke", "nobody"], "there is no key nobody"],
    [["replay"], "replay needs the id of a request, or --model for many. For example: understudy replay 0198c5a2"],
    [
      ["replay", "a", "--url", "localhost:4141"],
      '"localhost:4141" is not the address of a gateway. Expected http://HOST:PORT',
    ],
    [["rollback"], "missing required argument 'SCOPE'. See `understudy rollback --help`."],
    [["rollback", "shop"], '"shop" is neither a project nor an endpoint'],
    [["audit", "--limit", "0"], '--limit does not take "0"'],
    [[...policy, "--prices", "no.json"], "no such file\n  at no.json\n"],
  ])("%j", async (args, message) => {
    const run = await understudy(args, at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain(`error: ${message}`);
  });
});
