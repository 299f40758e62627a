import type { Control } from "../../store/control.ts";
import type { LoadedEndpoint } from "../serve/gateway-state.ts";
import type { Spine } from "../serve/spine.ts";
import type { AskedRow } from "./asked-row.ts";

/** The endpoint as a row was served by it: the newest version where that is not known, null where there is no such endpoint. */
export function endpointsOfRows(
  control: Pick<Control, "endpoint">,
  spine: Pick<Spine, "load">,
): (row: Pick<AskedRow, "project" | "endpoint" | "endpoint_version">) => LoadedEndpoint | null {
  const known = new Map<string, LoadedEndpoint | null>();
  return ({ project, endpoint: name, endpoint_version: version }) => {
    if (name === null) return null;
    const key = `${project}/${name}@${version}`;
    let loaded = known.get(key);
    if (loaded === undefined) {
      const stored = control.endpoint(project, name, version ?? undefined) ?? control.endpoint(project, name);
      loaded = stored === null ? null : spine.load(stored);
      known.set(key, loaded);
    }
    return loaded;
  };
}
