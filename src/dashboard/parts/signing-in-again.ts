import { createContext } from "react";

/** How a notice that says "signed out" leads on. */
export interface SigningInAgain {
  /** Asks for a key where one is, without leaving the page. */
  readonly begin: () => void;
  /** How often a session was lost and found on this page. */
  readonly times: number;
}

export const SigningInAgainContext = createContext<SigningInAgain | null>(null);
