/** Why a body was not taken. */
export interface InletRefusal {
  readonly status: 400 | 401 | 403 | 405 | 413 | 415 | 500 | 503;
  readonly code: string;
  readonly message: string;
}

/** What became of the records of a body. */
export interface Received {
  /** Rows on their way into the log; those that are there already are left alone. */
  readonly rows: number;
  /** Sound records that are no calls of a model, or tell again of one that is in. */
  readonly others: number;
  readonly rejected: number;
  /** What was wrong with the first of the rejected. */
  readonly problem: string | null;
}

export interface InletAnswer {
  readonly type: string;
  readonly body: Uint8Array | string;
}

/** A path where another program's log comes in as it is written, in that program's own format. */
export interface Inlet {
  readonly path: string;
  /** The importer that reads its records. */
  readonly importer: string;
  /** The values of a body; throws a `SyntaxError` where it is not what its type says. Null = no such type is taken. @param type in lower case, without parameters */
  readonly read: (body: Buffer, type: string) => Promise<readonly unknown[] | null>;
  /** As the sender expects it, in the type it has sent. */
  readonly answer: (received: Received, type: string) => Promise<InletAnswer>;
  readonly refuse: (refusal: InletRefusal, type: string) => Promise<InletAnswer>;
}
