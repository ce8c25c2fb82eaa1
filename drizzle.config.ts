import { defineConfig } from 'drizzle-kit';

// For `npm run db:generate` only: the product applies the generated files itself (backend/database/migrate.ts).
export default defineConfig({
  dialect: 'turso',
  schema: [
    './backend/database/schema.ts',
    './backend/matches/schema.ts',
    './backend/players/list-schema.ts',
    './backend/dashboard/schema.ts',
    './backend/notifications/schema.ts',
    './backend/user-sync/schema.ts',
    './backend/demos/schema.ts',
  ],
  out: './backend/database/migrations',
});
