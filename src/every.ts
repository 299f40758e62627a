/** Calls back every so often until what it returns is called; keeps no process waiting. */
export function every(ms: number, then: () => void): () => void {
  const timer = setInterval(then, ms);
  timer.unref();
  return () => clearInterval(timer);
}
