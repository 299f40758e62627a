import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { BUCKETS, type Bucket } from "../../../../compare/bucket.ts";
import { counted } from "../../../../core/counts.ts";
import { usd } from "../../../../core/figures/money.ts";
import { previewJudging, startJudging, type AskedJudging } from "../../../api/judge.ts";
import { Button } from "../../../parts/button.tsx";
import { SelectField, TextField } from "../../../parts/field.tsx";
import type { AwaitedJudge } from "./awaited.ts";
import { ProblemNotice } from "../../../parts/notice.tsx";

const PROTOCOLS = [
  { value: "pairwise", label: "pairwise: better, equivalent or worse" },
  { value: "equivalence", label: "equivalence: one score from 0 to 1 a pair" },
];

const BUCKET_CHOICES = [
  { value: "", label: "all, each sampled for itself" },
  ...BUCKETS.map((value) => ({ value, label: value })),
];

/** Asks for a judge run: first what it would cost, then the run. */
export function JudgeForm({
  experiment,
  first,
  onStarted,
}: {
  readonly experiment: string;
  /** What stands in it at first. */
  readonly first: AwaitedJudge | null;
  readonly onStarted: (run: string) => void;
}) {
  const client = useQueryClient();
  const [judge, setJudge] = useState(first?.judge ?? "");
  const [criterion, setCriterion] = useState(first?.criterion ?? "");
  const [protocol, setProtocol] = useState<AskedJudging["protocol"]>(first?.protocol ?? "pairwise");
  const [cap, setCap] = useState("2");
  const [n, setN] = useState("");
  const [bucket, setBucket] = useState<Bucket | "">("");
  const asked: AskedJudging = {
    judge: judge.trim(),
    ...(criterion.trim() === "" ? {} : { criterion: criterion.trim() }),
    protocol,
    ...(n === "" ? {} : { n: Number(n) }),
    ...(bucket === "" ? {} : { bucket }),
    max_spend_usd: Number(cap),
  };
  const priced = useMutation({ mutationFn: (one: AskedJudging) => previewJudging(experiment, one) });
  const started = useMutation({
    mutationFn: (one: AskedJudging) => startJudging(experiment, one),
    onSuccess: async ({ id }) => {
      priced.reset();
      await client.invalidateQueries({ queryKey: ["judge-runs", "list", experiment] });
      onStarted(id);
    },
  });
  // A price is that of what was asked then: another question has another.
  const current = priced.data !== undefined && JSON.stringify(priced.variables) === JSON.stringify(asked);
  const preview = current ? priced.data : undefined;
  return (
    <form
      className="grid max-w-3xl gap-3 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        priced.mutate(asked);
      }}
    >
      <TextField
        label="Judge"
        hint="MODEL:PROVIDER, better of another vendor than both sides"
        required
        value={judge}
        onChange={({ target }) => setJudge(target.value)}
      />
      <SelectField
        label="Protocol"
        options={PROTOCOLS}
        value={protocol}
        onChange={({ target }) => setProtocol(target.value as AskedJudging["protocol"])}
      />
      <TextField
        label="Criterion"
        hint="One sentence: what makes an answer good. A general one stands in."
        value={criterion}
        maxLength={500}
        onChange={({ target }) => setCriterion(target.value)}
      />
      <TextField
        label="Hard cap, USD"
        type="number"
        min="0"
        step="any"
        required
        value={cap}
        onChange={({ target }) => setCap(target.value)}
      />
      <SelectField
        label="Bucket"
        hint="One bucket alone is cheaper; shares are then of it."
        options={BUCKET_CHOICES}
        value={bucket}
        onChange={({ target }) => setBucket(target.value as Bucket | "")}
      />
      <TextField
        label="Pairs"
        hint="What the cap admits, at most 300, unless said."
        type="number"
        min="1"
        step="1"
        value={n}
        onChange={({ target }) => setN(target.value)}
      />
      <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
        <Button type="submit" busy={priced.isPending}>
          Show the price
        </Button>
        {preview !== undefined && (
          <>
            <span className="text-sm" role="status">
              {counted(preview.n, "pair")} for about {usd(preview.price.expected_usd)}, at most {usd(preview.cap_usd)}.
            </span>
            <Button weight="primary" busy={started.isPending} onClick={() => started.mutate(asked)}>
              Judge them
            </Button>
          </>
        )}
      </div>
      {preview !== undefined && preview.warnings.length > 0 && (
        <ul className="list-disc pl-5 text-sm text-warn sm:col-span-2">
          {preview.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {(priced.error ?? started.error) !== null && (
        <div className="sm:col-span-2">
          <ProblemNotice error={priced.error ?? started.error} />
        </div>
      )}
    </form>
  );
}
