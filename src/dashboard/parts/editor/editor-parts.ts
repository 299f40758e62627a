/** A mistake in the text, shown where it stands. */
export interface Mistake {
  readonly message: string;
  /** Offset into the text; 0 where it is not known. */
  readonly at: number;
}

export interface CodeEditorParts {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: "json" | "yaml";
  /** Looks at the text a moment after it changed. */
  readonly check?: (text: string) => readonly Mistake[];
  readonly readOnly?: boolean;
  /** CSS class of the greatest height. */
  readonly height?: string;
}
