import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { counted } from "../../../../core/counts.ts";
import { readPack, type PackFolder, type ReadPack } from "../../../api/packs.ts";
import { Button } from "../../../parts/button.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";

/** Files that a mirror's contracts are read from: recordings are for checks. */
function isRead(path: string): boolean {
  return /\.(?:ya?ml|json)$/u.test(path) && !path.startsWith("recordings/");
}

/** A chosen folder with its texts. */
async function folderOf(chosen: readonly File[]): Promise<PackFolder> {
  const [first] = chosen;
  const name = first?.webkitRelativePath.split("/")[0] ?? "";
  const files = chosen
    .map((file) => ({ file, path: file.webkitRelativePath.slice(name.length + 1) }))
    .filter(({ path }) => isRead(path));
  return { name, files: await Promise.all(files.map(async ({ file, path }) => ({ path, text: await file.text() }))) };
}

/** A pack of contracts, taken from a folder of the machine that one sits at. */
export function PackChoice({
  pack,
  onPack,
}: {
  readonly pack: ReadPack | null;
  readonly onPack: (pack: ReadPack | null) => void;
}) {
  const id = useId();
  const reading = useMutation({
    mutationFn: async (chosen: readonly File[]) => readPack(await folderOf(chosen)),
    onSuccess: onPack,
    onMutate: () => onPack(null),
  });
  return (
    <div className="text-sm">
      <label htmlFor={id} className="mb-1 block font-medium">
        Pack
      </label>
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}-hint`}
        className="min-h-9 w-full rounded-md border border-strong-rule bg-raised px-2 py-1"
        {...{ webkitdirectory: "" }}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])];
          if (chosen.length > 0) reading.mutate(chosen);
        }}
      />
      <p id={`${id}-hint`} className="mt-1 text-xs text-soft">
        The folder with pack.yaml and contracts. Both answers are held against them; without a pack they are only
        compared.
      </p>
      <div aria-live="polite">
        {reading.isPending && <p className="mt-1 text-soft">Reading the pack</p>}
        {reading.isError && <ProblemNotice error={reading.error} />}
        {pack !== null && (
          <p className="mt-1 flex flex-wrap items-center gap-2">
            <span>
              <strong>{pack.name}</strong>, {counted(pack.contracts.length, "contract")}:{" "}
              {pack.contracts.map(({ id: contract }) => contract).join(", ")}
            </span>
            <Button weight="quiet" onClick={() => onPack(null)}>
              Without it
            </Button>
          </p>
        )}
        {pack !== null && pack.notes.length > 0 && (
          <details className="mt-1 text-xs text-soft">
            <summary>{counted(pack.notes.length, "note")} on this pack</summary>
            <ul className="list-disc pl-5">
              {pack.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  );
}
