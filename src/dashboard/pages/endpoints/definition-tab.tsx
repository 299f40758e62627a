import { useQuery } from "@tanstack/react-query";
import type { GuardrailRule } from "../../../core/endpoint.ts";
import { attachmentsQuery } from "../../api/attachments.ts";
import type { Endpoint } from "../../api/endpoints.ts";
import { LongText } from "../../parts/long-text.tsx";
import { Section } from "../../parts/page.tsx";
import { yamlOf } from "../../parts/policy/policy-text.ts";
import { PolicyTreeView } from "../../parts/policy/policy-tree-view.tsx";
import { Properties } from "../../parts/properties.tsx";
import { limitText } from "./definition-text.ts";

/** What a version holds, part by part. */
export function DefinitionTab({ of: { project, name, definition } }: { readonly of: Endpoint }) {
  const attachments = useQuery(attachmentsQuery);
  const attached = attachments.data?.find(({ scope }) => scope === `endpoint:${project}/${name}`)?.config ?? null;
  const { system_prompt: prompt, policy, guardrails, response_schema: schema, defaults, sessions } = definition;
  return (
    <>
      <Section title="System prompt">
        {prompt === undefined ? <None /> : <LongText text={prompt} label="System prompt" />}
      </Section>
      <Section
        title="Who answers"
        note={
          attached === null ? undefined : `${attached} is attached to this endpoint, and goes before what stands here.`
        }
      >
        {policy === undefined ? (
          <p className="text-sm text-soft">The config attached to its project; else the model that was asked for.</p>
        ) : (
          <PolicyTreeView policy={policy} />
        )}
      </Section>
      <Section title="Guardrails">
        <div className="grid gap-4 md:grid-cols-2">
          <Rules title="Of what clients send" rules={guardrails?.input ?? []} />
          <Rules title="Of what models answer" rules={guardrails?.output ?? []} />
        </div>
      </Section>
      <Section title={schema === undefined ? "Response schema" : `Response schema: ${schema.name}`}>
        {schema === undefined ? (
          <None />
        ) : (
          <LongText text={JSON.stringify(schema.schema, null, 2)} label="Response schema" />
        )}
      </Section>
      <Section title="Limits and defaults">
        <Properties
          rows={[
            ["Rate limit", limitText(definition) ?? "none"],
            ["Sessions", sessions === true ? "grouped and counted" : "not counted"],
            ...Object.entries(defaults ?? {}).map(
              ([key, value]) =>
                [key.replaceAll("_", " "), Array.isArray(value) ? value.join(", ") : String(value)] as const,
            ),
          ]}
        />
      </Section>
    </>
  );
}

function None() {
  return <p className="text-sm text-soft">None.</p>;
}

function Rules({ title, rules }: { readonly title: string; readonly rules: readonly GuardrailRule[] }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      {rules.length === 0 ? <None /> : <LongText text={yamlOf(rules)} label={title} />}
    </div>
  );
}
