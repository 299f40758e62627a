import { useMemo } from "react";
import { compareJson } from "../../../compare/json-differences.ts";
import type { EndpointDefinition } from "../../../core/endpoint.ts";
import type { Endpoint } from "../../api/endpoints.ts";
import { FieldDifferences } from "../../parts/differences/fields.tsx";
import { WordDifferences } from "../../parts/differences/words.tsx";
import { Section } from "../../parts/page.tsx";
import { CompareWith } from "../../parts/versions/compare-with.tsx";

function withoutPrompt(definition: EndpointDefinition): object {
  return { ...definition, system_prompt: undefined };
}

/** Two versions of an endpoint: the prompt word by word, everything else field by field. */
export function DifferencesTab({
  shown,
  other,
  versions,
  onAgainst,
}: {
  readonly shown: Endpoint;
  /** Null = the first version is shown, and none was chosen. */
  readonly other: Endpoint | null;
  readonly versions: readonly Endpoint[];
  readonly onAgainst: (version: string) => void;
}) {
  const differences = useMemo(
    () =>
      other === null ? [] : compareJson(withoutPrompt(other.definition), withoutPrompt(shown.definition)).differences,
    [other, shown],
  );
  if (versions.length === 1)
    return <p className="text-sm text-soft">There is one version: nothing to compare it with.</p>;
  const before = other?.definition.system_prompt ?? "";
  const after = shown.definition.system_prompt ?? "";
  return (
    <>
      <CompareWith shown={shown} other={other} versions={versions} onAgainst={onAgainst} />
      {other !== null && (
        <>
          <Section title="System prompt">
            {before === after ? (
              <p className="text-sm text-soft">The same.</p>
            ) : (
              <div className="rounded-md border border-rule bg-card p-2">
                <WordDifferences before={before} after={after} />
              </div>
            )}
          </Section>
          <Section title="Everything else">
            <FieldDifferences
              differences={differences}
              names={[`${other.name}@${other.version}`, `${shown.name}@${shown.version}`]}
            />
          </Section>
        </>
      )}
    </>
  );
}
