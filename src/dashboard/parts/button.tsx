import type { ButtonHTMLAttributes } from "react";

type Weight = "primary" | "plain" | "quiet" | "danger";

const WEIGHTS: Readonly<Record<Weight, string>> = {
  primary: "border-accent bg-accent text-accent-ink hover:opacity-90",
  plain: "border-strong-rule bg-raised text-ink hover:bg-card",
  quiet: "border-transparent bg-transparent text-accent hover:bg-card",
  danger: "border-bad bg-raised text-bad hover:bg-bad-soft",
};

const SHAPE =
  "inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md border px-3 py-1 text-sm font-medium whitespace-nowrap disabled:cursor-not-allowed disabled:opacity-50";

/** How a button looks, for what is one by nature and not by name: a link, a trigger. */
export function buttonLook(weight: Weight = "plain"): string {
  return `${SHAPE} ${WEIGHTS[weight]}`;
}

export function Button({
  weight = "plain",
  busy = false,
  children,
  disabled,
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly weight?: Weight; readonly busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy}
      className={`${buttonLook(weight)} ${className}`}
    >
      {busy && (
        <span aria-hidden className="size-3 animate-spin rounded-full border-2 border-current border-r-transparent" />
      )}
      {children}
    </button>
  );
}
