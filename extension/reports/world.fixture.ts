import { AccountError, createAccountClient } from '#extension/account/client.ts';
import type { Kept } from '#extension/account/vault.ts';
import type { AccountAnswer } from '#extension/answers.ts';
import { createReports, type Reports } from '#extension/reports/reports.ts';
import { createReportStore, type ReportStore } from '#extension/reports/store.ts';
import { someone } from '#shared/match-history/fixture.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

export const START = Date.UTC(2026, 10, 20);
export const ORIGIN = 'https://sentry.example.org';

/** A report as the backend below has it. */
interface Held {
  by: string;
  target: string;
  body: Record<string, unknown>;
  reportedAt: number;
  editedAt: number | null;
  outcome: string;
}

interface FakeServer {
  held: Map<string, Held>;
  seen: { method: string; path: string; device: string | null; key: string | null }[];
  now: number;
  /** Next answers: `down` nothing arrives · `lost` it arrives and is done, its answer does not come back · a response. */
  next: ('down' | 'lost' | Response)[];
  down: boolean;
  /** How often a report was taken for something new. */
  taken: number;
  fetch: typeof fetch;
}

/** Of the backend: reports by key exactly once, as backend/reports does it, and what can go wrong on the way. */
function fakeServer(): FakeServer {
  const keys = new Map<string, string>();
  const held = new Map<string, Held>();
  const seen: FakeServer['seen'] = [];
  const server: FakeServer = {
    held,
    seen,
    now: START,
    next: [],
    down: false,
    taken: 0,
    async fetch(input, init) {
      const { method, headers, body, url } = new Request(input, init);
      const path = new URL(url).pathname;
      const by = headers.get('authorization') ?? '';
      const fault = server.next.shift();
      if (server.down || fault === 'down') throw new TypeError('nobody there');
      seen.push({ method, path, device: headers.get('x-device'), key: headers.get('idempotency-key') });
      if (fault instanceof Response) return fault;
      const target = path.split('/').at(-1) ?? '';
      const id = `${by} ${target}`;
      const answerOf = ({ body: said, reportedAt, editedAt, outcome }: Held, steamId: string) => ({
        ...said,
        steamId,
        reportedAt,
        editedAt,
        outcome,
        outcomeAt: outcome === 'open' ? null : server.now,
        playedTogether: false,
      });
      let answer: unknown;
      if (method === 'PUT') {
        const text = await new Response(body).text();
        const key = headers.get('idempotency-key') ?? '';
        const known = keys.get(key);
        if (known !== undefined && known !== text) throw new Error('one key for two reports');
        const before = held.get(id);
        if (known === undefined) {
          keys.set(key, text);
          server.taken++;
          const said: Record<string, unknown> = JSON.parse(text);
          const times = { reportedAt: before?.reportedAt ?? server.now, editedAt: before ? server.now : null };
          held.set(id, { by, target, body: said, ...times, outcome: 'open' });
        }
        const now = held.get(id);
        answer = now && answerOf(now, target);
      } else if (method === 'DELETE') {
        answer = { withdrawn: held.delete(id) };
      } else {
        const own = [...held.values()].filter((each) => each.by === by);
        answer = { items: own.map((each) => answerOf(each, each.target)), next: null };
      }
      if (fault === 'lost') throw new TypeError('the connection ended');
      return Response.json(answer);
    },
  };
  return server;
}

export const problem = (status: number, code: string, errors?: { path: string; message: string }[], wait?: number) =>
  Response.json(
    { type: 'about:blank', title: 'no', status, code, requestId: 'r', ...(errors && { errors }) },
    { status, ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }) },
  );

export const kept = (steamId: SteamId, state: 'active' | 'blocked' = 'active', origin = ORIGIN): Kept => ({
  origin,
  token: `token of ${steamId}`,
  refreshAt: START * 2,
  expiresAt: START * 2,
  me: {
    id: 'me',
    steamId,
    name: 'Me',
    role: 'user',
    state,
    createdAt: START,
    settings: { version: 0, values: {} },
  },
});

export const ME = someone(1);
export const THEM = someone(2);
export const OTHER = someone(3);

/** The background's reports over a real (fake-indexeddb) database, with the clock and the network in hand. */
export function createWorld() {
  const name = `reports-${crypto.randomUUID()}`;
  const server = fakeServer();
  const timers: { at: number; work: () => void }[] = [];
  const reported: string[] = [];
  let alarm: number | undefined;
  const world = {
    server,
    reported,
    session: kept(ME) as Kept | undefined,
    origin: ORIGIN as string | undefined,
    now: START,
    /** Of the worker that runs now; one that was ended does nothing more. */
    generation: 0,
    store: undefined as unknown as ReportStore,
    reports: undefined as unknown as Reports,
    alarm: () => alarm,
    /** A worker starts; the one before has ended wherever it was. */
    start() {
      const mine = ++world.generation;
      timers.length = 0;
      const alive = () => mine === world.generation;
      const report = (what: string, error: unknown) => void reported.push(`${what}: ${String(error)}`);
      const store = createReportStore({ name, now: () => world.now, report });
      const client = createAccountClient({
        origin: async () => world.origin,
        vault: {
          load: async () => world.session,
          save: async () => {},
          saveMe: async () => {},
          clear: async () => {
            world.session = undefined;
          },
        },
        fetch: async (input, init) => {
          const answer = await server.fetch(input, init);
          // The worker ended while it waited: the answer reaches nobody.
          if (!alive()) return new Promise<Response>(() => {});
          return answer;
        },
        now: () => world.now,
      });
      async function asked<T>(work: (of: typeof client) => Promise<T>): Promise<AccountAnswer<T>> {
        try {
          return { state: 'ok', value: await work(client) };
        } catch (error) {
          if (!(error instanceof AccountError)) throw error;
          return { state: error.kind };
        }
      }
      world.store = store;
      world.reports = createReports({
        store,
        account: { asked },
        origin: async () => world.origin,
        matchesWith: async () => [{ playedAt: START - 3_600_000, map: 'Nuke', mode: 'premier' }],
        alarm: {
          set: async (when) => {
            if (alive()) alarm = when;
          },
          clear: async () => {
            if (alive()) alarm = undefined;
          },
        },
        now: () => world.now,
        random: () => 1,
        setTimeout: (work, ms) => {
          if (alive()) timers.push({ at: world.now + ms, work: () => alive() && work() });
        },
        report,
      });
      void world.reports.wake();
    },
    /** Ends the worker: its timers and what it waits for are gone. */
    kill() {
      world.generation++;
      timers.length = 0;
    },
    /** Time passes; timers ring, and everything they begin is waited for. */
    async pass(ms: number) {
      const until = world.now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.splice(timers.indexOf(next), 1);
        world.now = Math.max(world.now, next.at);
        server.now = world.now;
        next.work();
        await world.settled();
      }
      world.now = until;
      server.now = until;
    },
    /** Everything under way is through: the outbox does one thing after another. */
    settled: () => world.reports.wake(),
  };
  world.start();
  return world;
}
