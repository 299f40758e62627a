/** What a shell takes as it is. */
const PLAIN = /^[\w./@-]+$/u;

/** `model:provider` as two words that a shell takes as they are; null where it is no such target. */
function sidesOf(target: string): { readonly model: string; readonly provider: string } | null {
  const at = target.lastIndexOf(":");
  const model = target.slice(0, Math.max(0, at));
  const provider = target.slice(at + 1);
  return PLAIN.test(model) && PLAIN.test(provider) ? { model, provider } : null;
}

/** The command that asks both again, more often; null where one of them is no target that a command can name. */
export function repeatCommand(primary: string, candidate: string): string | null {
  const one = sidesOf(primary);
  const other = sidesOf(candidate);
  if (one === null || other === null) return null;
  return `understudy shadow --pack packs/my-pack --provider ${one.provider} --model ${one.model} --shadow-provider ${other.provider} --shadow-model ${other.model} --repeat 5`;
}
