import http from 'node:http';
import https from 'node:https';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { type CallLog, createCallLog } from './calls.ts';
import { HOSTS, makeCertificate } from './certificate.ts';
import { avatarApp, communityApp } from './community/app.ts';
import { loginApp } from './community/login.ts';
import type { SandboxContext } from './context.ts';
import { controlApp } from './control.ts';
import { createFaults, type Faults, faultMiddleware } from './faults.ts';
import { leetifyApiApp, SANDBOX_LEETIFY_KEY } from './leetify/api.ts';
import { leetifySiteApp } from './leetify/site.ts';
import { createOpenId, type OpenId } from './openid/app.ts';
import { startProxy } from './proxy.ts';
import { type Replays, startReplays } from './replays/server.ts';
import { steamApiApp } from './steam-api/app.ts';
import { createWorld, type World } from './world/world.ts';

export { BEHAVIOURS, type Behaviour } from './openid/app.ts';
export { NAMED_PEOPLE, type Role } from './world/people.ts';

export interface SandboxOptions {
  seed?: number;
  /** Size of the crowd beside the named people. */
  people?: number;
  /** How many matches the viewer has played. */
  matches?: number;
  /** When the world starts, ms; now by default. */
  now?: number;
  /** Ports on 127.0.0.1; any free one by default. */
  ports?: { api?: number; https?: number; proxy?: number; replays?: number };
}

export interface Sandbox {
  world: World;
  /** Plays https://api.steampowered.com, over plain HTTP on loopback. */
  apiUrl: string;
  /** Where a backend asks whether the sandbox's Steam said so: its `STEAM_OPENID_CHECK_URL`. */
  openIdCheckUrl: string;
  /** The one key the API takes. */
  apiKey: string;
  /** Plays https://api-public.cs-prod.leetify.com, over plain HTTP on loopback. */
  leetifyApiUrl: string;
  /** The one key Leetify's API takes; it also answers without. */
  leetifyKey: string;
  /** Address of the community behind the proxy: that of the real one. */
  communityUrl: string;
  /** Port of the HTTPS server that plays every host of `HOSTS`, by the Host header. */
  httpsPort: number;
  /** Browsers started with this proxy and told to ignore certificate errors see the sandbox as the real sites. */
  proxyUrl: string;
  /** Valve's replay hosts: `url` is a backend's `DEMO_REPLAYS_URL`. */
  replays: Replays;
  calls: CallLog;
  faults: Faults;
  /** Steam as OpenID provider; also below `/__sandbox/openid`. */
  openId: Pick<OpenId, 'behave'>;
  stop(): Promise<void>;
}

/** The API key of every sandbox: 32 hex digits like a real one, and plainly none. */
const SANDBOX_API_KEY = '5A4DB0C5A4DB0C5A4DB0C5A4DB0C5A4D';

/** Ends the connection a request came on, as a crashing server would. */
function drop(env: unknown): void {
  const { outgoing } = env as HttpBindings;
  outgoing.destroy();
}

async function listen(server: http.Server | https.Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function close(server: http.Server | https.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Starts the small world on loopback: Web API, community pages behind HTTPS, and the proxy that leads browsers there. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const world = createWorld({
    seed: options.seed ?? 1,
    people: options.people ?? 5000,
    ...(options.matches !== undefined && { matches: options.matches }),
    now: options.now ?? Date.now(),
  });
  const closing = new AbortController();
  const context: SandboxContext = { world, calls: createCallLog(), faults: createFaults(), closing: closing.signal };

  const openId = createOpenId(context);
  const api = new Hono();
  api.use(
    '*',
    faultMiddleware(context.faults, () => 'api.steampowered.com', drop, closing.signal),
  );
  api.route('/__sandbox/openid', openId.control);
  api.route('/__sandbox', controlApp(context));
  // On the real site this is steamcommunity.com; a backend reaches it here without the proxy and its certificate.
  api.route('/openid', openId.app);
  const leetifyApi = leetifyApiApp(context);
  api.route('/leetify', leetifyApi);
  api.route('/', steamApiApp(context, SANDBOX_API_KEY));
  const apiServer = createAdaptorServer({ fetch: api.fetch, createServer: http.createServer });

  const hostOf = (request: Request): string => new URL(request.url).hostname.replace(/^www\./, '');
  const community = communityApp(context);
  const avatars = avatarApp();
  const login = loginApp(context);
  const leetifySite = leetifySiteApp(context);
  const web = new Hono();
  web.use('*', faultMiddleware(context.faults, hostOf, drop, closing.signal));
  web.route('/__sandbox/openid', openId.control);
  web.route('/__sandbox', controlApp(context));
  web.route('/openid', openId.app);
  web.all('*', (c) => {
    switch (hostOf(c.req.raw)) {
      case 'steamcommunity.com':
      case '127.0.0.1':
        return community.fetch(c.req.raw, c.env);
      case 'login.steampowered.com':
        return login.fetch(c.req.raw, c.env);
      case 'avatars.steamstatic.com':
        return avatars.fetch(c.req.raw, c.env);
      case 'api.steampowered.com':
        return api.fetch(c.req.raw, c.env);
      case 'leetify.com':
        return leetifySite.fetch(c.req.raw, c.env);
      case 'api-public.cs-prod.leetify.com':
        return leetifyApi.fetch(c.req.raw, c.env);
      default:
        return c.html(
          '<!DOCTYPE html><title>CStatSentry sandbox</title><p>The CStatSentry sandbox does not play this site yet.</p>',
          404,
        );
    }
  });
  const { key, cert } = await makeCertificate();
  const webServer = createAdaptorServer({
    fetch: web.fetch,
    createServer: https.createServer,
    serverOptions: { key, cert },
  });
  if (!(apiServer instanceof http.Server) || !(webServer instanceof https.Server))
    throw new Error('unexpected kind of server');
  // Browsers that distrust the certificate close the connection half-way; the next attempt is a new one.
  webServer.on('tlsClientError', (_error, socket) => socket.destroy());

  const [apiPort, httpsPort] = await Promise.all([
    listen(apiServer, options.ports?.api ?? 0),
    listen(webServer, options.ports?.https ?? 0),
  ]);
  const replays = await startReplays(world, options.ports?.replays);
  const proxy = await startProxy({ hosts: HOSTS, httpsPort, port: options.ports?.proxy ?? 0 });

  return {
    world,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    openIdCheckUrl: `http://127.0.0.1:${apiPort}/openid/login`,
    apiKey: SANDBOX_API_KEY,
    leetifyApiUrl: `http://127.0.0.1:${apiPort}/leetify`,
    leetifyKey: SANDBOX_LEETIFY_KEY,
    communityUrl: 'https://steamcommunity.com',
    httpsPort,
    proxyUrl: proxy.url,
    replays,
    calls: context.calls,
    faults: context.faults,
    openId,
    async stop() {
      closing.abort();
      await Promise.all([proxy.stop(), replays.stop(), close(apiServer), close(webServer)]);
    },
  };
}
