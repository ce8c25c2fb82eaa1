import type { AccountClient } from '#extension/account/client.ts';
import { type Delivery, deliver } from '#extension/reports/delivery.ts';
import type { MineRow, OutboxRow, Pause } from '#extension/reports/rows.ts';
import { type Change, idOf, type ReportStore } from '#extension/reports/store.ts';

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 10 * 60_000;
/** When the backend wants no more, and does not say for how long, ms. */
const LIMITED_WAIT = 60_000;
/** Longer than any window of its quotas; a wait beyond it comes from a clock that was set. */
const LONGEST_LIMIT = 25 * 3_600_000;
/** Up to here a timer is set, which dies with the worker; the alarm, which browsers delay by half a minute, stays, ms. */
const TIMER_REACH = 60_000;
const ALARM_DELAY = 30_000;

export interface OutboxDeps {
  store: ReportStore;
  /** Who may send now, if anybody is signed in. */
  owner(): Promise<string | undefined>;
  /** Runs `work` with the client of who is signed in, if that is `owner`. */
  as<T>(owner: string, work: (client: AccountClient) => Promise<T>): Promise<T | undefined>;
  alarm: { set(when: number): Promise<void>; clear(): Promise<void> };
  now(): number;
  random(): number;
  setTimeout(work: () => void, ms: number): void;
  report(what: string, error: unknown): void;
}

export interface Outbox {
  /** Sends what is due, one after another, and sees to it that the rest is sent when its time comes. */
  flush(): Promise<void>;
  /** Has it flushed before long, even if the worker ends at once. */
  nudge(): Promise<void>;
  /** As `flush`, without waiting for a pause to end. */
  sendNow(): Promise<void>;
  /** Runs `work` while nothing is being sent. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The pause in force. */
  pause(): Promise<Pause | undefined>;
}

export function createOutbox({ store, owner, as, alarm, now, random, setTimeout, report }: OutboxDeps): Outbox {
  // One worker at a time holds the database, so what it finds as being sent was left by one that ended.
  const recovered = store.recover().catch((error: unknown) => report('the outbox could not be read', error));
  let last: Promise<unknown> = recovered;
  let timer: number | undefined;

  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  async function pause(): Promise<Pause | undefined> {
    const held = await store.pause();
    return held && held.until > now() && held.until <= now() + LONGEST_LIMIT ? held : undefined;
  }

  async function pauseFor(why: Pause['why'], retryAt: number | undefined): Promise<void> {
    const failures = ((await store.pause())?.failures ?? 0) + 1;
    const backOff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 12)) * (0.75 + random() / 4);
    const wait = why === 'limited' ? LIMITED_WAIT : backOff;
    const until = Math.max(retryAt ?? now() + wait, now() + 1_000);
    await store.putPause({ why, failures, until: Math.round(Math.min(until, now() + LONGEST_LIMIT)) });
  }

  /** Notes what became of a row; the person may have changed their mind while it was on its way. */
  async function settle(row: OutboxRow, outcome: Delivery): Promise<void> {
    await store.change(row.owner, row.steamId, ({ row: current }): Change => {
      const change: Change = {};
      const name = row.name ?? (outcome.state === 'stored' ? (outcome.report.name ?? undefined) : undefined);
      if (outcome.state === 'stored') change.mine = mineRow(row.owner, outcome.report, name, now());
      if (outcome.state === 'withdrawn') change.mine = null;
      const done = outcome.state === 'stored' || outcome.state === 'withdrawn';
      if (current?.key === row.key) change.row = done ? null : after(current, outcome);
      else if (current?.before?.key === row.key) {
        const { before, ...rest } = current;
        change.row = done ? rest : { ...rest, before: after(before, outcome) };
      }
      return change;
    });
    if (outcome.state === 'later') await pauseFor(outcome.why, outcome.retryAt);
    else if (outcome.state !== 'signed-out') await store.putPause(undefined);
  }

  async function send(row: OutboxRow): Promise<Delivery> {
    try {
      return (await as(row.owner, (client) => deliver(client, row, store.device))) ?? { state: 'signed-out' };
    } catch (error) {
      report('a report could not be sent', error);
      return { state: 'later', why: 'unreachable', retryAt: undefined };
    }
  }

  async function schedule(of: string | undefined): Promise<void> {
    const rows = of === undefined ? [] : await store.outbox(of);
    const open = rows.filter(({ state }) => state === 'held' || state === 'waiting').map(({ dueAt }) => dueAt);
    if (open.length === 0) {
      await alarm.clear();
      return;
    }
    const next = Math.max(Math.min(...open), (await pause())?.until ?? 0, now());
    await alarm.set(Math.max(next, now() + ALARM_DELAY));
    if (next - now() > TIMER_REACH || (timer !== undefined && timer <= next && timer > now())) return;
    timer = next;
    // A little later than due: timers may ring early.
    setTimeout(() => void flush(), next - now() + 20);
  }

  async function run(): Promise<void> {
    const of = await owner();
    while (of !== undefined && !(await pause())) {
      const row = await store.claim(of);
      if (!row) break;
      const outcome = await send(row);
      await settle(row, outcome);
      if (outcome.state === 'signed-out') break;
    }
    await schedule(of);
  }

  const flush = () => alone(run).catch((error: unknown) => report('the outbox could not be worked through', error));

  return {
    flush,
    async nudge() {
      await alarm.set(now() + ALARM_DELAY);
      void flush();
    },
    alone,
    pause,
    async sendNow() {
      await alone(() => store.putPause(undefined));
      await flush();
    },
  };
}

type Entry = Omit<OutboxRow, 'before'>;

/** A row that was sent and is not done. */
function after<R extends Entry>(row: R, outcome: Delivery): R {
  if (outcome.state === 'refused') return { ...row, state: 'refused', why: outcome.why, fields: outcome.fields };
  if (outcome.state === 'later') return { ...row, state: 'waiting', why: outcome.why };
  return { ...row, state: 'waiting' };
}

/** What the backend told of a report, as it is kept. */
export function mineRow(owner: string, report: MineRow['report'], name: string | undefined, now: number): MineRow {
  const { steamId } = report;
  return { id: idOf(owner, steamId), owner, steamId, ...(name !== undefined && { name }), report, fetchedAt: now };
}
