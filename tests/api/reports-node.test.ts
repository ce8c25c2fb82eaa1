import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { myReportsResponseSchema } from '#shared/api/reports.ts';
import { lookup, problem, read } from '#tests/api/client.ts';
import { member } from '#tests/api/reports-people.ts';
import { reportTests } from '#tests/api/reports-suite.ts';
import { node, type Target } from '#tests/api/targets.ts';

describe('reports on Node', () => {
  let running: Target | undefined;
  const target = (): Target => {
    if (!running) throw new Error('not started');
    return running;
  };
  beforeAll(async () => {
    running = await node.start();
  });
  afterAll(() => running?.stop());
  reportTests(target, 1000);
});

describe('while Steam cannot be asked', () => {
  it('players who are known can be reported, and about others the client is told to come again', async () => {
    const target = await node.start();
    try {
      const [person, known, stranger] = [await member(target), target.steam.add(), target.steam.add()];
      await lookup(target.url, [known]);
      target.steam.faults.push({ status: 500 });
      expect((await person.report(known)).status).toBe(200);
      const key = crypto.randomUUID();
      const later = await person.report(stranger, undefined, key);
      problem(later, 'upstream-unavailable', 503);
      expect(Number(later.headers.get('retry-after'))).toBeGreaterThan(0);
      const { rows } = await target.sql.execute('SELECT target FROM report');
      expect(rows.map((row) => row['target'])).toEqual([known]);
    } finally {
      await target.stop();
    }
  });
});

describe('quotas', () => {
  let target: Target;
  beforeAll(async () => {
    // Beyond the limits of requests, so that what is counted in the database is what refuses.
    target = await node.start({ RATE_LIMIT_FACTOR: '5' });
  });
  afterAll(() => target.stop());

  it('let one person report few of a thousand players in a minute, and say when to come again', async () => {
    const person = await member(target);
    const players = Array.from({ length: 100 }, () => target.steam.add());
    const answers = await Promise.all(players.map((player) => person.report(player)));
    const taken = answers.filter(({ status }) => status === 200).length;
    // Five an hour and ten a day for an account nobody knows anything of, times the factor; an hour may end meanwhile.
    expect(taken).toBeGreaterThanOrEqual(25);
    expect(taken).toBeLessThanOrEqual(50);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(problem(answer, 'rate-limited', 429).errors?.[0]?.path).toBe('steamId');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(read(await person.ask('GET', '/v1/reports?limit=100'), myReportsResponseSchema).items).toHaveLength(taken);
  });

  it('count a device for all who use it', async () => {
    const report = async (headers: Record<string, string>) => {
      const [person, player] = [await member(target), target.steam.add()];
      const key = { 'idempotency-key': crypto.randomUUID() };
      return (await person.ask('PUT', `/v1/reports/${player}`, { category: 'aim' }, { ...key, ...headers })).status;
    };
    const [device, other] = [{ 'x-device': 'device-0123456789abcdef' }, { 'x-device': 'device-fedcba9876543210' }];
    expect(await report(device)).toBe(200);
    await target.sql.execute(`UPDATE report_quota SET used = 10000 WHERE who LIKE 'device:%'`);
    expect([await report(device), await report(other), await report({})]).toEqual([429, 200, 200]);
    const { rows } = await target.sql.execute('SELECT who FROM report_quota');
    expect(JSON.stringify(rows)).not.toContain('0123456789abcdef');
  });
});
