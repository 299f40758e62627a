import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, type Diagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import { pageNonce } from "../../look/nonce.ts";
import type { CodeEditorParts } from "./editor-parts.ts";

const LOOK = EditorView.theme({
  "&": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--strong-rule)",
    borderRadius: "6px",
    fontSize: "13px",
  },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { maxHeight: "55vh", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-soft) !important" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--rule)" },
});

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.invalid, color: "var(--bad)" },
]);

/** The editor itself; loaded with the first one. */
export function CodeMirrorEditor({ label, value, onChange, language, check, readOnly = false }: CodeEditorParts) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ onChange, check });
  const first = useRef(value);
  useEffect(() => {
    latest.current = { onChange, check };
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const mistakes = (editor: EditorView): readonly Diagnostic[] => {
      const text = editor.state.doc.toString();
      return (latest.current.check?.(text) ?? []).map(({ message, at }) => ({
        from: Math.min(at, text.length),
        to: Math.min(at + 1, text.length),
        severity: "error" as const,
        message,
      }));
    };
    const state = EditorState.create({
      doc: first.current,
      extensions: [
        basicSetup,
        language === "json" ? json() : yaml(),
        LOOK,
        syntaxHighlighting(COLOURS),
        lintGutter(),
        linter(mistakes, { delay: 250 }),
        EditorView.cspNonce.of(pageNonce()),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorState.readOnly.of(readOnly),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString());
        }),
      ],
    });
    const editor = new EditorView({ state, parent: place.current });
    view.current = editor;
    return () => editor.destroy();
  }, [language, label, readOnly]);
  // What is typed lives in the editor; a value from outside replaces it.
  useEffect(() => {
    first.current = value;
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  return <div ref={place} />;
}
