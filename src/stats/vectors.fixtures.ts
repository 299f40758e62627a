/** A reference vector, as its file has it. */
export interface Vector {
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- each vector has its own shape
  readonly inputs: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- each vector has its own shape
  readonly expected: any;
  readonly tol: number;
}

/** What we compute for a vector, in the shape of its expected value; the expected value may hold more. */
export type Runs = readonly (readonly [name: RegExp, run: (inputs: Vector["inputs"]) => unknown])[];
