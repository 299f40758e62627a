import type { PromotionPreview } from "../../../api/promotions.ts";
import { TextField } from "../../../parts/field.tsx";
import { ChangeShown } from "./change-shown.tsx";
import { shareText } from "./promotion-draft.ts";
import { servedText } from "./served-text.ts";

/** What has to be typed before what was decided against can be promoted. */
export const WORDS = "promote anyway";

/** What a promotion would change, and all that is said against it. @param words what was typed where it has to be forced */
export function PreviewShown({
  preview: { promotion, refused },
  words,
  onWords,
}: {
  readonly preview: PromotionPreview;
  readonly words: string;
  readonly onWords: (words: string) => void;
}) {
  const { before, after, scope, percent, changed } = promotion;
  // What is refused stands below, where it is answered.
  const warnings = promotion.warnings.filter((one) => one !== `Forced: ${refused?.message}.`);
  return (
    <section aria-label="What changes" className="flex flex-col gap-3">
      {changed && (
        <p className="text-sm">
          <strong className="wrap-anywhere">{after.config}</strong> gives the candidate {shareText(percent)} of{" "}
          <strong>{scope}</strong>, in place of <strong>{servedText(before)}</strong>.
        </p>
      )}
      {warnings.length > 0 && (
        <ul
          className="flex flex-col gap-1 rounded-md border border-warn bg-warn-soft p-3 text-sm"
          aria-label="Warnings"
        >
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <ChangeShown change={promotion} />
      {refused !== null && (
        <div role="alert" className="rounded-md border border-bad bg-bad-soft p-3 text-sm">
          <p className="font-semibold text-bad">The experiment speaks against this</p>
          <p className="mt-1 mb-2">Refused: {refused.message}. It can be forced; the audit log says so.</p>
          <TextField
            label={`Type “${WORDS}” to promote it all the same`}
            autoComplete="off"
            value={words}
            onChange={({ target }) => onWords(target.value)}
          />
        </div>
      )}
    </section>
  );
}
