type Job = () => Promise<void>;

/**
 * Runs jobs, at most `limit` at once. Of those that wait, the one with the highest priority at that moment is next; in
 * order of arrival where priorities are equal.
 */
export function createLimiter(limit: number): (job: Job, priority?: () => number) => void {
  const waiting: { job: Job; priority: () => number }[] = [];
  let running = 0;

  const takeNext = (): Job | undefined => {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const [index, { priority }] of waiting.entries()) {
      const rank = priority();
      if (rank <= highest) continue;
      best = index;
      highest = rank;
    }
    return waiting.splice(best, 1)[0]?.job;
  };

  const next = () => {
    while (running < limit) {
      const job = takeNext();
      if (!job) return;
      running += 1;
      void job().finally(() => {
        running -= 1;
        next();
      });
    }
  };
  return (job, priority = () => 0) => {
    waiting.push({ job, priority });
    next();
  };
}
