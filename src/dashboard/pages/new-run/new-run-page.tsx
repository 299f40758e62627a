import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { problemOf, type Problem } from "../../api/problem.ts";
import { sessionQuery } from "../../api/session.ts";
import { Page } from "../../parts/page.tsx";
import { refusalOf } from "../../parts/policy-form/policy-editor.tsx";
import { useSettled } from "../../parts/settled.ts";
import type { PreviewMistake } from "../../preview/messages.ts";
import { modeOf, policyOf } from "./asked.ts";
import { CandidatePart } from "./candidate-part.tsx";
import type { ChangeForm, RunForm } from "./form-names.ts";
import { PreviewPart } from "./preview-part.tsx";
import { useRowCount } from "./row-count.ts";
import { RowsPart } from "./rows-part.tsx";
import { StartPart } from "./start-part.tsx";

const route = getRouteApi("/experiments/new");
/** Longer texts are not in the address: some servers on the way cut it. */
const MOST_IN_ADDRESS = 6_000;

function changed(form: RunForm, changes: Parameters<ChangeForm>[0]): RunForm {
  const all = Object.entries({ ...form, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== "")) as RunForm;
}

/** A new run: which rows, against which candidate, by routing alone or with real answers. */
export function NewRunPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useQuery(sessionQuery);
  const [form, setForm] = useState<RunForm>(search);
  const settled = useSettled(form);
  useEffect(() => {
    const short = Object.entries(settled).filter(([, value]) => value.length <= MOST_IN_ADDRESS);
    void navigate({ search: Object.fromEntries(short), replace: true });
  }, [settled, navigate]);
  const change: ChangeForm = (changes) => setForm((before) => changed(before, changes));
  const [refused, setRefused] = useState<{ readonly problem: Problem; readonly policy: string | undefined } | null>(
    null,
  );
  const refusal = refused?.policy === form.policy ? refusalOf(refused?.problem ?? null) : null;
  const [unplayable, setUnplayable] = useState<PreviewMistake | null>(null);
  const previewed =
    unplayable !== null && unplayable.field !== null && policyOf(form) !== null
      ? { field: unplayable.field, message: unplayable.message }
      : null;
  const rows = useRowCount(settled);
  const may = session.data?.role === "admin" || session.data?.role === "editor";
  return (
    <Page
      title="New run"
      lead="Logged requests held against another policy: by routing alone, which calls nobody, or with real answers under a hard cap."
    >
      <RowsPart form={form} settled={settled} onChange={change} />
      <CandidatePart form={form} refusal={refusal ?? previewed} onChange={change} />
      {modeOf(form) === "routing_only" && rows.data !== 0 && (
        <PreviewPart form={form} settled={settled} onMistake={setUnplayable} />
      )}
      {!may && session.data !== undefined && (
        <p className="text-sm text-warn">
          Starting a run needs a key with the role editor or admin; yours is {session.data.role}.
        </p>
      )}
      <StartPart
        form={form}
        onChange={change}
        may={may}
        onRefused={(error) => setRefused({ problem: problemOf(error), policy: form.policy })}
      />
    </Page>
  );
}
