import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/libsql/migrator';
import { systemClock } from '#backend/platform/clock.ts';
import { readConfig } from '#backend/platform/config.ts';
import type { Database } from '#backend/platform/database.ts';
import { openDatabase } from '#backend/platform/database-node.ts';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));

/** Applies every migration that is not applied yet, all in one transaction. */
export async function migrateDatabase(database: Database): Promise<void> {
  await migrate(database.query, { migrationsFolder: FOLDER });
}

// As a deployment step: `npm run migrate` with DATABASE_URL (and DATABASE_AUTH_TOKEN) set.
if (import.meta.main) {
  const config = readConfig(process.env);
  const database = await openDatabase(config, systemClock);
  try {
    await migrateDatabase(database);
    console.error(`migrations applied: ${config.DATABASE_URL}`);
  } finally {
    database.close();
  }
}
