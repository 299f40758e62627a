import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { configsQuery } from "../../api/configs.ts";
import { strategiesQuery } from "../../api/strategies.ts";
import { targetNamesQuery } from "../../api/targets.ts";
import { ProblemNotice } from "../notice.tsx";
import { Skeleton } from "../skeleton.tsx";
import { AnyField } from "./any-field.tsx";
import { strategiesByName } from "./change-strategy.ts";
import { FormContext, type PolicyFormContext } from "./form-context.ts";

const ANY_POLICY = { $ref: "#/$defs/policy" };

/** A policy as a form, made of the schemas of the strategies there are. What no schema knows is shown and stays. */
export function PolicyForm({
  value,
  mistakes,
  onChange,
}: {
  /** As it is written. */
  readonly value: unknown;
  /** By path. */
  readonly mistakes: ReadonlyMap<string, string>;
  readonly onChange: (value: unknown) => void;
}) {
  const strategies = useQuery(strategiesQuery);
  const targets = useQuery(targetNamesQuery);
  const configs = useQuery(configsQuery);
  const [told, tell] = useState("");
  const id = useId();
  const offers = useMemo(() => ({ target: `${id}-targets`, config: `${id}-configs` }), [id]);
  const context = useMemo((): PolicyFormContext | null => {
    if (strategies.data === undefined) return null;
    const byName = strategiesByName(strategies.data);
    return { strategies: strategies.data, byName, Field: AnyField, mistakes, offers, tell };
  }, [strategies.data, mistakes, offers]);
  if (strategies.isError) return <ProblemNotice error={strategies.error} retry={() => void strategies.refetch()} />;
  if (context === null) return <Skeleton lines={4} label="Loading the strategies" />;
  const configNames = new Set((configs.data ?? []).map(({ name }) => name));
  return (
    <FormContext value={context}>
      <div role="group" aria-label="Policy" className="min-w-0 rounded-md border border-rule p-3">
        <AnyField schema={ANY_POLICY} value={value} path="" label="Policy" quiet required onChange={onChange} />
        <p role="status" className="sr-only">
          {told}
        </p>
        <datalist id={offers.target}>
          {(targets.data ?? []).map((target) => (
            <option key={target}>{target}</option>
          ))}
        </datalist>
        <datalist id={offers.config}>
          {[...configNames].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </datalist>
      </div>
    </FormContext>
  );
}
