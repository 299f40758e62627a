import { useState } from "react";
import { addConfig, type Config } from "../../api/configs.ts";
import { PolicyEditor, refusalOf, type PolicyView } from "../../parts/policy-form/policy-editor.tsx";
import { readPolicy, yamlOf } from "../../parts/policy/policy-text.ts";
import { PolicyTreeView } from "../../parts/policy/policy-tree-view.tsx";
import { VersionDrawer } from "../../parts/versions/version-drawer.tsx";

const FIRST = "strategy: fallback_chain\ntargets:\n  - gpt-4o-mini:openai\n  - claude-haiku-4-5:anthropic\n";

/** The next version of a config, or a config under a new name, as a form or as YAML or JSON; mistakes are said at their place. */
export function NewVersion({
  of,
  onClose,
  onStored,
}: {
  readonly of: Config | null;
  readonly onClose: () => void;
  readonly onStored: (config: Config) => void;
}) {
  const [view, setView] = useState<PolicyView>("form");
  return (
    <VersionDrawer
      kind="config"
      of={of}
      first={of === null ? FIRST : yamlOf(of.policy)}
      heading="Policy"
      renderEditor={(text, onText, refusal) => (
        <PolicyEditor
          text={text}
          view={view}
          refusal={refusalOf(refusal)}
          onChange={(change) => {
            onText(change.text ?? text);
            setView(change.view ?? view);
          }}
        />
      )}
      ready={(text) => readPolicy(text).value !== undefined}
      store={(name, text, note) => addConfig({ name, policy: readPolicy(text).value, note })}
      onClose={onClose}
      onStored={onStored}
    >
      {(text) => <Plan text={text} />}
    </VersionDrawer>
  );
}

function Plan({ text }: { readonly text: string }) {
  const { value } = readPolicy(text);
  return value === undefined ? null : <PolicyTreeView policy={value} />;
}
