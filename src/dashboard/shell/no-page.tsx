import { Link } from "@tanstack/react-router";
import { Button, buttonLook } from "../parts/button.tsx";
import { Page } from "../parts/page.tsx";

/** What an address shows that is none of the dashboard's. */
export function NoPage() {
  return (
    <Page title="There is no such page">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => history.back()}>Back</Button>
        <Link to="/logs" className={buttonLook()}>
          Logs
        </Link>
      </div>
    </Page>
  );
}
