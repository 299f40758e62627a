import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { setEndpoint, type Endpoint } from "../../api/endpoints.ts";
import { projectsQuery } from "../../api/projects.ts";
import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { MistakeList } from "../../parts/editor/mistake-list.tsx";
import { SelectField } from "../../parts/field.tsx";
import { checkedDefinition } from "../../parts/policy/endpoint-definition.ts";
import { readYaml, yamlOf } from "../../parts/policy/policy-text.ts";
import { VersionDrawer } from "../../parts/versions/version-drawer.tsx";

const FIRST = "system_prompt: Answer in one sentence.\npolicy: gpt-4o-mini:openai\n";

const read = (text: string) => readYaml(text, checkedDefinition);

/** The next version of an endpoint, or a new one, written as YAML; it is in force as soon as it is stored. */
export function NewVersion({
  of,
  onClose,
  onStored,
}: {
  readonly of: Endpoint | null;
  readonly onClose: () => void;
  readonly onStored: (endpoint: Endpoint) => void;
}) {
  const projects = useQuery(projectsQuery);
  const [project, setProject] = useState(of?.project ?? "default");
  const names = new Set([project, ...(projects.data ?? []).map((one) => one.name)]);
  return (
    <VersionDrawer
      kind="endpoint"
      of={of}
      first={of === null ? FIRST : yamlOf(of.definition)}
      beside={
        <SelectField
          label="Project"
          options={[...names].map((one) => ({ value: one, label: one }))}
          value={project}
          onChange={({ target }) => setProject(target.value)}
        />
      }
      heading="Definition"
      renderEditor={(text, onText) => (
        <>
          <CodeEditor
            label="Definition, as YAML or JSON"
            language="yaml"
            value={text}
            onChange={onText}
            check={(next) => read(next).mistakes}
          />
          <MistakeList mistakes={read(text).mistakes} />
          <p className="text-sm text-soft">It serves from the next request on.</p>
        </>
      )}
      ready={(text) => read(text).value !== undefined}
      store={(name, text, note) => setEndpoint({ project, name }, read(text).value ?? {}, note)}
      onClose={onClose}
      onStored={onStored}
    />
  );
}
