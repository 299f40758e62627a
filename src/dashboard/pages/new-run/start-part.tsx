import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { previewExperiment, startExperiment, startSimulation } from "../../api/new-runs.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { candidateKind, experimentOf, formMistakes, modeOf, simulationOf } from "./asked.ts";
import type { ChangeForm, RunForm } from "./form-names.ts";
import { JudgePart } from "./judge-part.tsx";
import { WorstCase } from "./worst-case.tsx";

const route = getRouteApi("/experiments/new");

const MODES = [
  { mode: "routing_only", label: "Routing only: replayed from the log, nobody is called, nothing is paid" },
  { mode: "with_responses", label: "With responses: a sample is really asked, under a hard cap" },
] as const;

/** How it is run, what it may cost, and the start. */
export function StartPart({
  form,
  onChange,
  may,
  onRefused,
}: {
  readonly form: RunForm;
  readonly onChange: ChangeForm;
  readonly may: boolean;
  readonly onRefused: (error: unknown) => void;
}) {
  const mode = modeOf(form);
  const mistakes = formMistakes(form);
  const kind = candidateKind(form);
  const routable = kind === "config" || kind === "policy";
  return (
    <Section title="3. Run">
      <fieldset className="mb-3 flex flex-col gap-2 text-sm">
        <legend className="sr-only">Mode</legend>
        {MODES.map((one) => (
          <label key={one.mode} className="flex items-center gap-1.5">
            <input
              className="size-6 shrink-0"
              type="radio"
              name="mode"
              checked={mode === one.mode}
              disabled={one.mode === "routing_only" && !routable}
              onChange={() => onChange({ mode: one.mode === "routing_only" ? undefined : one.mode })}
            />
            {one.label}
          </label>
        ))}
        {!routable && <p className="text-soft">An endpoint changes answers, not only routes: it is asked for real.</p>}
      </fieldset>
      <div className="mb-3 grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <TextField
          label="Sample"
          hint="Requests at most, drawn by hash, or all."
          placeholder={mode === "routing_only" ? "50000" : "500"}
          value={form.sample ?? ""}
          error={mistakes.sample}
          onChange={({ target }) => onChange({ sample: target.value.trim() })}
        />
        {mode === "with_responses" && (
          <>
            <TextField
              label="Cap (USD)"
              hint="Never more is spent, a judge included."
              inputMode="decimal"
              value={form.cap ?? ""}
              error={form.cap === undefined ? null : mistakes.cap}
              onChange={({ target }) => onChange({ cap: target.value.trim() })}
            />
            <TextField
              label="Control (%)"
              hint="Of the sample, asked of their own targets again: how much answers vary by themselves. Or none."
              placeholder="as many as needed"
              value={form.control ?? ""}
              error={mistakes.control}
              onChange={({ target }) => onChange({ control: target.value.trim() })}
            />
            <TextField
              label="Embeddings"
              hint="Compare texts by these, at a price, instead of by their words."
              placeholder="text-embedding-3-small:openai"
              value={form.embeddings ?? ""}
              error={mistakes.embeddings}
              onChange={({ target }) => onChange({ embeddings: target.value })}
            />
          </>
        )}
      </div>
      {mode === "with_responses" && <JudgePart form={form} onChange={onChange} />}
      {mode === "routing_only" ? (
        <Simulate form={form} may={may} onRefused={onRefused} />
      ) : (
        <Measure form={form} may={may} onRefused={onRefused} />
      )}
    </Section>
  );
}

/** Goes on to what came of a run. */
function useOpen(): (id: string) => void {
  const navigate = route.useNavigate();
  const client = useQueryClient();
  return (id) => {
    void client.invalidateQueries({ queryKey: ["experiments"] });
    void navigate({ href: `/experiments/${encodeURIComponent(id)}` });
  };
}

interface Parts {
  readonly form: RunForm;
  readonly may: boolean;
  readonly onRefused: (error: unknown) => void;
}

function Simulate({ form, may, onRefused }: Parts) {
  const open = useOpen();
  const started = useMutation({ mutationFn: startSimulation, onSuccess: open, onError: onRefused });
  const asked = simulationOf(form);
  return (
    <>
      <Button
        weight="primary"
        busy={started.isPending}
        disabled={!may || asked === null}
        onClick={() => asked !== null && started.mutate(asked)}
      >
        Run
      </Button>
      <WhyNot form={form} />
      {started.isError && <ProblemNotice error={started.error} />}
    </>
  );
}

function Measure({ form, may, onRefused }: Parts) {
  const open = useOpen();
  const preview = useMutation({ mutationFn: previewExperiment, onError: onRefused });
  const started = useMutation({ mutationFn: startExperiment, onSuccess: open, onError: onRefused });
  const asked = experimentOf(form);
  // What was looked at is what is started: after a change it is looked at again.
  const current = asked !== null && JSON.stringify(asked) === JSON.stringify(preview.variables);
  return (
    <>
      <Button
        weight={current && preview.isSuccess ? "plain" : "primary"}
        busy={preview.isPending}
        disabled={!may || asked === null}
        onClick={() => asked !== null && preview.mutate(asked)}
      >
        Show what would be sent
      </Button>
      <WhyNot form={form} />
      {current && preview.isError && <ProblemNotice error={preview.error} />}
      {current && preview.data !== undefined && (
        <WorstCase preview={preview.data} cap={asked.max_spend_usd ?? 0}>
          <Button weight="primary" busy={started.isPending} onClick={() => started.mutate(asked)}>
            Start
          </Button>
          {started.isError && <ProblemNotice error={started.error} />}
        </WorstCase>
      )}
    </>
  );
}

/** What is still to be filled in. */
function WhyNot({ form }: { readonly form: RunForm }) {
  const mistakes = Object.values(formMistakes(form));
  return mistakes.length === 0 ? null : (
    <p className="mt-2 text-sm text-soft">Before it can run: {mistakes.join(" ")}</p>
  );
}
