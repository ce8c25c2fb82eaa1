/** Runs at most `limit` tasks at a time, the others in the order they came. */
export function createLimiter(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await task();
    } finally {
      // A waiting task takes over the place, so that none can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
