import { SelectField } from "../field.tsx";

interface Version {
  readonly name: string;
  readonly version: number;
}

/** Chooses the version that the one shown is held against; `other` null = none is chosen. */
export function CompareWith({
  shown,
  other,
  versions,
  onAgainst,
}: {
  readonly shown: Version;
  readonly other: Version | null;
  readonly versions: readonly Version[];
  readonly onAgainst: (version: string) => void;
}) {
  return (
    <div className="max-w-xs">
      <SelectField
        label={`Compare ${shown.name}@${shown.version} with`}
        value={other === null ? "" : String(other.version)}
        onChange={({ target }) => onAgainst(target.value)}
        options={[
          ...(other === null ? [{ value: "", label: "choose a version" }] : []),
          ...versions.map(({ version }) => ({ value: String(version), label: `version ${version}` })),
        ]}
      />
    </div>
  );
}
