import type { Hono } from 'hono';
import { apiDocument } from '#backend/operations/api-document.ts';
import { docsPage } from '#backend/operations/docs-page.ts';
import type { Database } from '#backend/platform/database.ts';
import type { Endpoint } from '#backend/platform/endpoint.ts';
import type { Http } from '#backend/platform/http.ts';
import { errorText, type Log } from '#backend/platform/log.ts';

export interface OperationsDeps {
  database: Database;
  log: Log;
  version: string;
  /** Of all features, for the description of the API. */
  endpoints: readonly Endpoint[];
  /** `degraded` while the circuit is open or Steam asked us to wait. */
  steamState: () => 'ok' | 'degraded' | 'no-key';
}

const CACHE = { 'cache-control': 'public, max-age=3600' };

export function operationsRoutes(app: Hono, http: Http, deps: OperationsDeps): void {
  const document = () => apiDocument(deps.version, deps.endpoints);

  app.get(
    '/health',
    http.route('operations', ({ json }) => json({ status: 'ok', version: deps.version })),
  );

  app.get(
    '/ready',
    http.route('operations', async ({ json, requestId }) => {
      let database: 'ok' | 'failed' = 'ok';
      try {
        await deps.database.check();
      } catch (error) {
        database = 'failed';
        deps.log.error('ready.database', { requestId, error: errorText(error) });
      }
      const ready = database === 'ok';
      const body = { status: ready ? 'ready' : 'not-ready', checks: { database, steam: deps.steamState() } };
      return json(body, {}, ready ? 200 : 503);
    }),
  );

  app.get(
    '/openapi.json',
    http.route('operations', ({ json }) => json(document(), CACHE)),
  );

  app.get(
    '/docs',
    http.route('operations', ({ send, requestId }) =>
      send(docsPage(document(), deps.endpoints, requestId), {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        // The page's one style sheet is inside it; the nonce lets that in and nothing else.
        'content-security-policy': `default-src 'none'; style-src 'nonce-${requestId}'; frame-ancestors 'none'; base-uri 'none'`,
      }),
    ),
  );
}
