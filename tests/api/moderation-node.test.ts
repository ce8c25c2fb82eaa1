import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseResponseSchema } from '#shared/api/moderation.ts';
import { read } from '#tests/api/client.ts';
import { moderationTests } from '#tests/api/moderation-suite.ts';
import { member } from '#tests/api/reports-people.ts';
import { node, type Target } from '#tests/api/targets.ts';

describe('moderation on Node', () => {
  let running: Target | undefined;
  const target = (): Target => {
    if (!running) throw new Error('not started');
    return running;
  };
  beforeAll(async () => {
    running = await node.start();
  });
  afterAll(() => running?.stop());
  moderationTests(target);

  it('stores what the logs come to, and audit:replay notices when it does not', async () => {
    const audit = () => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: target().databaseUrl };
      const run = spawnSync(process.execPath, ['scripts/audit-replay.ts', '--json'], { encoding: 'utf8', env });
      return { status: run.status, found: JSON.parse(run.stdout) };
    };
    const [judge, person] = [await member(target(), { role: 'moderator' }), await member(target())];
    const body = { type: 'block', version: 0, reason: 'to be replayed' };
    read(await judge.ask('POST', `/v1/moderation/cases/${person.steamId}/events`, body), caseResponseSchema);
    const whole = audit();
    expect(whole).toMatchObject({ status: 0, found: { differences: [] } });
    expect(whole.found.cases).toBeGreaterThan(0);
    const tampered = (sql: string) => target().sql.execute({ sql, args: [person.steamId] });
    await tampered(`UPDATE moderation_case SET measure = 'none' WHERE steam_id = ?`);
    expect(audit()).toMatchObject({
      status: 1,
      found: { differences: [{ steamId: person.steamId, what: ['measure'] }] },
    });
    await tampered('DELETE FROM moderation_case WHERE steam_id = ?');
    expect(audit().found.differences[0].what).toContain('no stored state');
    await tampered(
      `UPDATE moderation_event SET sequence = 7, body = json_set(body, '$.sequence', 7) WHERE steam_id = ?`,
    );
    expect(audit().found.differences[0].what[0]).toContain('event 7 follows 0');
  });
});
