import { createHmac } from 'node:crypto';
import type { Client, InArgs, InStatement } from '@libsql/client';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import { drizzle } from 'drizzle-orm/libsql/web';
import { type SteamPluginOptions, steam } from '#backend/accounts/steam-plugin.ts';
import { account, session, user, verification } from '#backend/database/schema.ts';
import type { Database } from '#backend/platform/database.ts';

/**
 * A drizzle over our database whose every change goes through `Database.write`, which waits for other writers and tells
 * "not now" from a mistake; better-auth knows nothing of that.
 */
function writingThrough(database: Database) {
  const client = new Proxy(database.query.$client, {
    get(target, property) {
      if (property !== 'execute') return Reflect.get(target, property, target);
      return async (statement: InStatement | string, args?: InArgs) => {
        const { sql, args: given } = typeof statement === 'string' ? { sql: statement, args } : statement;
        if (/^\s*select\b/i.test(sql)) return target.execute({ sql, args: given ?? [] });
        const [result] = await database.write([{ sql, args: given ?? [] }]);
        return result;
      };
    },
  }) satisfies Client;
  return drizzle({ client });
}

export interface AuthDeps extends SteamPluginOptions {
  database: Database;
  /** The operator's `HASH_KEY`. */
  key: string;
}

/** better-auth, with Steam as its only way in. Its router is never served: our routes call `api`. */
export function createAuth({ database, key, ...options }: AuthDeps) {
  return betterAuth({
    database: drizzleAdapter(writingThrough(database), {
      provider: 'sqlite',
      schema: { user, session, account, verification },
      // libSQL's interactive transactions lock each other out; what must be atomic here is one statement.
      transaction: false,
    }),
    // Asked for, and used for nothing: no cookie is ever set and no address of better-auth's own is served.
    baseURL: 'http://localhost',
    secret: createHmac('sha256', key).update('secret of better-auth').digest('base64url'),
    verification: { storeIdentifier: 'hashed' },
    session: { disableSessionRefresh: true },
    advanced: { ipAddress: { disableIpTracking: true } },
    telemetry: { enabled: false },
    // What fails is thrown and logged by our own routes, without anything private.
    logger: { disabled: true },
    plugins: [steam(options)],
  });
}
export type Auth = ReturnType<typeof createAuth>;
