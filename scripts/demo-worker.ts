/**
 * Works on demos beside a backend: `npm run demo-worker`. Configured as the backend is: with `DATABASE_URL` it claims from the
 * database (one machine shares the file and `DEMO_FOLDER`; a libSQL server may have workers anywhere), with
 * `DEMO_BACKEND_URL` and `DEMO_WORKER_TOKEN` through the API of a backend on the edge. Several may run at once. SIGTERM gives
 * back what is under way; `kill -9` costs only the time of the lease.
 */

/**
 * A worker waits and passes bytes on: with room to grow, Node would keep some 150 MB that it has no use for. These bounds must be
 * there before anything is loaded, so the process begins anew with them, as the same process, where the system knows how.
 */
const BOUNDS = ['--max-semi-space-size=1', '--max-old-space-size=96'];

const missing = BOUNDS.filter((bound) => !process.execArgv.includes(bound));
if (missing.length > 0 && process.platform !== 'win32' && process.execve !== undefined) {
  const script = process.argv[1] ?? '';
  // Quiet: that this call is new in Node is nothing a worker's log should begin with.
  const quiet = '--disable-warning=ExperimentalWarning';
  process.execve(process.execPath, [process.execPath, ...BOUNDS, quiet, script], process.env);
}
void import('#scripts/demos/work.ts');
