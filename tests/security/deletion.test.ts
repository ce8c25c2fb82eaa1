import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '#tests/security/in-process.ts';

/**
 * Deleting an account, against every table there is: whichever names users by `user_id` has a row of the person before and
 * none afterwards. A feature with a new such table hands its `PersonalData` to the accounts in `compose.ts`.
 */

let backend: InProcess | undefined;
const running = (): InProcess => {
  if (!backend) throw new Error('not started');
  return backend;
};
beforeAll(async () => {
  backend = await startInProcess();
});
afterAll(() => backend?.stop());

const rowsOf = async (sql: string, ...args: string[]) =>
  (await running().database.query.$client.execute({ sql, args })).rows;

let numbers = 4_000_000_000_000;

/** A row that satisfies the table, with the person in `user_id`. */
async function addRow(table: string, userId: string): Promise<void> {
  const columns = (await rowsOf(`SELECT name, type, "notnull", dflt_value FROM pragma_table_info('${table}')`)).filter(
    ({ name, notnull, dflt_value }) => name === 'user_id' || (notnull === 1 && dflt_value === null),
  );
  const names = columns.map(({ name }) => `"${String(name)}"`).join(', ');
  const values = columns.map(({ name, type }) => {
    if (name === 'user_id') return userId;
    return String(type).toLowerCase() === 'text' ? `${table} of ${userId}` : ++numbers;
  });
  await running().database.write([
    { sql: `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`, args: values },
  ]);
}

describe('deleting an account', () => {
  it('leaves no row of the person in any table that names users, and every row of others', async () => {
    const tables = (
      await rowsOf(
        `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'user_id'`,
      )
    ).map(({ name }) => String(name));
    expect(tables).toEqual(expect.arrayContaining(['session', 'account', 'user_settings']));
    const [person, other] = [await running().person(), await running().person()];
    for (const table of tables) {
      await addRow(table, person.userId);
      await addRow(table, other.userId);
    }
    const response = await running().app.request('http://127.0.0.1/v1/me', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${person.token}` },
    });
    expect(response.status).toBe(200);
    const left: string[] = [];
    for (const table of tables) {
      const rows = await rowsOf(`SELECT user_id FROM "${table}"`);
      if (rows.some(({ user_id }) => user_id === person.userId)) left.push(table);
      expect(
        rows.some(({ user_id }) => user_id === other.userId),
        table,
      ).toBe(true);
    }
    expect(left).toEqual([]);
  });

  it('leaves nothing of the person in the file either, once the log of writes is folded in', async () => {
    const { app, database, path, person } = running();
    const { userId, token } = await person();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ version: 0, settings: { theme: 'light' } });
    expect((await app.request('http://127.0.0.1/v1/me', { method: 'PATCH', headers, body })).status).toBe(200);
    expect((await app.request('http://127.0.0.1/v1/me/export', { headers })).status).toBe(200);
    const inFile = async () => {
      await database.query.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
      return readFileSync(path).includes(userId);
    };
    expect(await inFile()).toBe(true);
    expect((await app.request('http://127.0.0.1/v1/me', { method: 'DELETE', headers })).status).toBe(200);
    expect(await inFile()).toBe(false);
  });
});
