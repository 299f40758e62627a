/** Where the spool keeps what no store takes, and copies of files that are damaged. */
export const REJECTED_FOLDER = "rejected";
