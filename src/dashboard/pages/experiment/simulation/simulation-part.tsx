import { getRouteApi } from "@tanstack/react-router";
import type { SimulationResult } from "../../../../replay/result.ts";
import { SimulatedRequest } from "./simulated-request.tsx";
import { SimulationView } from "./simulation-view.tsx";

const route = getRouteApi("/experiments/$id");

/** A simulation, and beside it the request that the address names. */
export function SimulationPart({ result }: { readonly result: SimulationResult }) {
  const { request } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <SimulationView result={result} />
      {request !== undefined && (
        <SimulatedRequest
          id={request}
          result={result}
          onClose={() => void navigate({ search: (now) => ({ ...now, request: undefined }), resetScroll: false })}
        />
      )}
    </>
  );
}
