/** Runs jobs in order, at most `limit` at once; `front` puts a job before those that wait. */
export function createLimiter(limit: number): (job: () => Promise<void>, front?: boolean) => void {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  const next = () => {
    while (running < limit) {
      const job = waiting.shift();
      if (!job) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        next();
      });
    }
  };
  return (job, front = false) => {
    if (front) waiting.unshift(job);
    else waiting.push(job);
    next();
  };
}
