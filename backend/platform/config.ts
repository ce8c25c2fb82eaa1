import { z } from 'zod';
import { LOG_LEVELS } from '#backend/platform/log.ts';
import { steamIdSchema } from '#shared/api/common.ts';

/** Steam's own address; anything else (the sandbox) needs no real key. */
const STEAM_API = 'https://api.steampowered.com';
/** Steam's OpenID endpoint: where people sign in, what an assertion must name, and whom to ask about one. */
export const STEAM_OPENID = 'https://steamcommunity.com/openid/login';

const wholeNumber = (min: number, max: number) =>
  z.coerce
    .string()
    .regex(/^\d+$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(min).max(max));

/** `scheme://host[:port]`, or `scheme://*` for every origin of an extension scheme. */
const originPattern = z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/(\*|[a-z0-9.:[\]-]+)$/i, {
  error: 'must be origins such as chrome-extension://*, separated by commas',
});

/** The parts of a list with commas. */
const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `https://host/` of an extension's redirect, `*` for one label of the host. */
const redirectPattern = z.string().regex(/^https:\/\/[a-z0-9*-]+(\.[a-z0-9-]+)+\/$/, {
  error: 'must be addresses such as https://*.chromiumapp.org/, separated by commas',
});

/** Every setting of the backend, read from the environment (Node) or from bindings (Cloudflare). */
const configSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8787),
  DATABASE_URL: z
    .string()
    .regex(/^(file:|libsql:\/\/|https?:\/\/|wss?:\/\/)./, {
      error: 'must be file:PATH, or the libsql://, http:// or https:// address of a libSQL server',
    })
    .default('file:data/cstatsentry.db'),
  DATABASE_AUTH_TOKEN: z.string().min(1).optional(),
  STEAM_API_KEY: z
    .string()
    .regex(/^[\w-]{8,64}$/, { error: 'must be the key Steam gave (letters and digits)' })
    .optional(),
  STEAM_API_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).default(STEAM_API),
  STEAM_DAILY_CALLS: wholeNumber(1, 10_000_000).default(100_000),
  HASH_KEY: z.string().min(16, { error: 'must have at least 16 characters' }).optional(),
  CORS_ORIGINS: z
    .string()
    .default('chrome-extension://*,moz-extension://*')
    .transform(listed)
    .pipe(z.array(originPattern)),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  RATE_LIMIT_FACTOR: z.coerce.number().positive().max(1_000_000).default(1),
  /** Where browsers reach this backend. Without it signing in works on this machine only. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .transform((url) => new URL(url).origin)
    .optional(),
  /** Whom to ask whether Steam said so; anything but Steam is for the sandbox. */
  STEAM_OPENID_CHECK_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).default(STEAM_OPENID),
  /** Where a sign-in may end: addresses only an extension receives. Name your own extension's to keep others out. */
  SIGN_IN_REDIRECTS: z
    .string()
    .default('https://*.chromiumapp.org/,https://*.extensions.allizom.org/')
    .transform(listed)
    .pipe(z.array(redirectPattern).min(1)),
  /** Who is admin, whatever the database says. */
  ADMIN_STEAM_IDS: z.string().default('').transform(listed).pipe(z.array(steamIdSchema)),
  SESSION_DAYS: wholeNumber(1, 365).default(30),
  /** Browsers one person may be signed in with at once. */
  SESSION_LIMIT: wholeNumber(1, 100).default(5),
  AUDIT_RETENTION_DAYS: wholeNumber(1, 3650).default(180),
  /** Leetify allows this operator to keep matches; without it nothing of Leetify is ever stored. */
  LEETIFY_LICENSED: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  LEETIFY_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .default('https://api-public.cs-prod.leetify.com'),
  LEETIFY_API_KEY: z.string().min(1).max(200).optional(),
  /** A Steam account for the Game Coordinator, by a refresh token; on Node only. Without it share codes are kept and wait. */
  STEAM_GC_REFRESH_TOKEN: z
    .string()
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, { error: 'must be a refresh token of Steam (three parts, with dots)' })
    .optional(),
  /** Demos worked on at once in this process; 0 leaves them to workers of their own. On Node only. */
  DEMO_WORKERS: wholeNumber(0, 64).default(1),
  /** Where files of demos are kept; beside the database unless told. */
  DEMO_FOLDER: z.string().min(1).optional(),
  /** What they may have together, and one of them unpacked. */
  DEMO_DISK_MB: wholeNumber(1, 100_000_000).default(20_000),
  DEMO_MAX_MB: wholeNumber(1, 100_000).default(1500),
  DEMO_KEEP_DAYS: wholeNumber(0, 3650).default(7),
  /** Bounds of the process that reads a demo: memory, and time of the processor. */
  DEMO_MEMORY_MB: wholeNumber(600, 1_000_000).default(4000),
  DEMO_TIME_SECONDS: wholeNumber(1, 86_400).default(600),
  /** `<map>.tri` files made from the operator's own game; without them some detectors say that there is no geometry. */
  DEMO_GEOMETRY_FOLDER: z.string().min(1).optional(),
  /** Lets workers in that work through the API; the same on both sides. */
  DEMO_WORKER_TOKEN: z.string().min(24, { error: 'must have at least 24 characters' }).optional(),
  /** Of a worker that cannot reach the database: the backend whose demos it works on. */
  DEMO_BACKEND_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  /** Connects there for every replay, whatever its host; for the sandbox. */
  DEMO_REPLAYS_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  /** Where messages for Discord go; anything but Discord is a receiver on this machine, for tests and the sandbox. */
  DISCORD_URL: z
    .string()
    .regex(/^(https:\/\/discord\.com|http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5})$/, {
      error: 'must be https://discord.com, or http:// with a port on this machine',
    })
    .default('https://discord.com'),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  SCORE_TTL_HOURS: wholeNumber(1, 24 * 30).default(24),
  LOOKUP_WAIT_MS: wholeNumber(0, 60_000).default(8000),
  ANALYSIS_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
  PLAYER_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
});
export type Config = z.infer<typeof configSchema>;

/** Says which variable is missing or bad, and why; never its value, which may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The validated configuration; throws a `ConfigError` naming every bad variable. Empty strings count as unset. */
export function readConfig(env: Readonly<Record<string, unknown>>): Config {
  const set = Object.fromEntries(
    Object.keys(configSchema.shape)
      .map((name) => [name, env[name]])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = configSchema.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`);
  throw new ConfigError(`bad configuration:\n  ${lines.join('\n  ')}`);
}

/** Whether Steam can be asked at all: a real key, or an address that is not Steam's. */
export function steamKeyOf(config: Config): string | undefined {
  if (config.STEAM_API_KEY !== undefined) return config.STEAM_API_KEY;
  return new URL(config.STEAM_API_URL).origin === STEAM_API ? undefined : 'sandbox-key';
}
