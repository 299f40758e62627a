import { useMemo } from "react";
import { compareJson } from "../../../compare/json-differences.ts";
import type { Config } from "../../api/configs.ts";
import { FieldDifferences } from "../../parts/differences/fields.tsx";
import { LineDifferences } from "../../parts/differences/lines.tsx";
import { Section } from "../../parts/page.tsx";
import { yamlOf } from "../../parts/policy/policy-text.ts";
import { CompareWith } from "../../parts/versions/compare-with.tsx";

/** Two versions of a config: fields that differ, and the whole text with what was added and taken out. */
export function DifferencesTab({
  shown,
  other,
  versions,
  onAgainst,
}: {
  readonly shown: Config;
  /** Null = this is the only version. */
  readonly other: Config | null;
  readonly versions: readonly Config[];
  readonly onAgainst: (version: string) => void;
}) {
  const differences = useMemo(
    () => (other === null ? [] : compareJson(other.policy, shown.policy).differences),
    [other, shown],
  );
  if (versions.length === 1)
    return <p className="text-sm text-soft">There is one version: nothing to compare it with.</p>;
  return (
    <>
      <CompareWith shown={shown} other={other} versions={versions} onAgainst={onAgainst} />
      {other !== null && (
        <>
          <Section title="Fields">
            <FieldDifferences
              differences={differences}
              names={[`${other.name}@${other.version}`, `${shown.name}@${shown.version}`]}
            />
          </Section>
          <Section title="Text">
            <div className="rounded-md border border-rule bg-card p-2">
              <LineDifferences before={yamlOf(other.policy)} after={yamlOf(shown.policy)} />
            </div>
          </Section>
        </>
      )}
    </>
  );
}
