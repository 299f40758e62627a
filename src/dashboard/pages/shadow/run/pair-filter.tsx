import type { ShadowRun } from "../../../api/shadow.ts";
import type { ContractCount } from "../../../../shadow/by-contract.ts";
import { SelectField } from "../../../parts/field.tsx";
import { SHOWN_PAIRS } from "./shown-pairs.ts";

/** Which pairs are listed: how they ended, and under which contract. */
export function PairFilter({
  run: { summary, contracts },
  show,
  contract,
  onChange,
}: {
  readonly run: Pick<ShadowRun, "summary"> & { readonly contracts: readonly ContractCount[] };
  readonly show: string;
  readonly contract: string | undefined;
  readonly onChange: (changes: { readonly show?: string | undefined; readonly contract?: string | undefined }) => void;
}) {
  const count = contracts.find((one) => one.contract === contract);
  const names = contracts.map((one) => one.contract);
  const known = contract === undefined || names.includes(contract) ? names : [contract, ...names];
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-6 gap-y-3">
      {known.length > 0 && (
        <div className="w-full sm:w-64">
          <SelectField
            label="Contract"
            value={contract ?? ""}
            onChange={({ target }) => onChange({ contract: target.value === "" ? undefined : target.value })}
            options={[{ value: "", label: "any" }, ...known.map((value) => ({ value, label: value }))]}
          />
        </div>
      )}
      <div role="group" aria-label="Result" className="flex flex-wrap gap-1.5">
        {SHOWN_PAIRS.map(({ value, label, ofRun, ofContract }) => (
          <button
            key={value}
            type="button"
            aria-pressed={show === value}
            onClick={() => onChange({ show: value === "" ? undefined : value })}
            className="min-h-9 rounded-full border border-rule px-3 text-sm hover:bg-card aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-semibold"
          >
            {label}{" "}
            <span className="text-soft tabular-nums">{count === undefined ? ofRun(summary) : ofContract(count)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
