import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { Badge } from "../badge.tsx";
import { ProblemNotice } from "../notice.tsx";
import { policyTree, type PolicyBranch, type PolicyNode } from "./policy-tree.ts";

/** A policy drawn as a tree: every place it may go on to stands inside it, with what leads there. */
export function PolicyTreeView({ policy }: { readonly policy: unknown }) {
  const drawn = useMemo(() => {
    try {
      return { node: policyTree(policy) };
    } catch (error) {
      return { error };
    }
  }, [policy]);
  if (drawn.node === undefined) return <ProblemNotice error={drawn.error} />;
  return (
    <div className="overflow-x-auto text-sm" role="region" aria-label="The plan as a tree" tabIndex={0}>
      <Node node={drawn.node} />
    </div>
  );
}

function Node({ node: { strategy, title, settings, config, branches } }: { readonly node: PolicyNode }) {
  return (
    <>
      <div className="inline-block max-w-full rounded-md border border-rule bg-card px-3 py-2">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={strategy === "single" ? "good" : "accent"}>{strategy.replaceAll("_", " ")}</Badge>
          {config === null ? (
            <span className={strategy === "single" ? "font-medium" : ""}>{title}</span>
          ) : (
            <Link
              to="/configs/$name"
              params={{ name: config.name }}
              search={config.version === null ? {} : { version: String(config.version) }}
              className="text-accent underline-offset-2 hover:underline"
            >
              {config.version === null ? config.name : `${config.name}@${config.version}`}
            </Link>
          )}
        </p>
        {settings.length > 0 && (
          <ul className="mt-1 text-xs text-soft">
            {settings.map((setting) => (
              <li key={setting} className="wrap-anywhere">
                {setting}
              </li>
            ))}
          </ul>
        )}
      </div>
      {branches.length > 0 && (
        <ul className="ml-3 border-l border-strong-rule sm:ml-6">
          {branches.map((branch) => (
            <Branch key={branch.place} branch={branch} />
          ))}
        </ul>
      )}
    </>
  );
}

function Branch({ branch: { label, node } }: { readonly branch: PolicyBranch }) {
  return (
    <li className="relative pt-2 pl-4 before:absolute before:top-5 before:left-0 before:w-3 before:border-t before:border-strong-rule sm:pl-6 sm:before:w-5">
      <p className="mb-0.5 font-mono text-xs wrap-anywhere text-soft">{label}</p>
      <Node node={node} />
    </li>
  );
}
