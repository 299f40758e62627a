import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../../../parts/button.tsx";
import { TextField } from "../../../parts/field.tsx";

const route = getRouteApi("/experiments/$id");

/** Opens any request of the log with the decisions of both sides. */
export function AnyRequest() {
  const navigate = route.useNavigate();
  const [id, setId] = useState("");
  return (
    <form
      className="mt-3 flex max-w-xl flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== "") void navigate({ search: (now) => ({ ...now, request: id.trim() }), resetScroll: false });
      }}
    >
      <div className="min-w-56 flex-1">
        <TextField
          label="Any request, by its id"
          hint="As the log shows it."
          value={id}
          onChange={({ target }) => setId(target.value)}
        />
      </div>
      <Button type="submit" disabled={id.trim() === ""} className="mb-5">
        Show its decisions
      </Button>
    </form>
  );
}
