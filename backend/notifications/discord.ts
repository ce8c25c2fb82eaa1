import { testWords, type WebhookLanguage, wordsOf } from '#backend/notifications/words.ts';
import type { Notification } from '#shared/api/notifications.ts';

/** A Discord webhook, taken out of the address people copy. Where messages go is the configuration's business, not theirs. */
export interface DiscordWebhook {
  id: string;
  token: string;
}

const HOSTS = new Set(['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com']);
const PATH = /^\/api\/(?:v\d{1,2}\/)?webhooks\/(\d{17,20})\/([\w-]{60,100})\/?$/;

/** The webhook of an address, or undefined when it is no webhook address of Discord's, down to the last sign. */
export function parseWebhook(text: string): DiscordWebhook | undefined {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  if (!HOSTS.has(url.hostname) || url.search !== '' || url.hash !== '') return undefined;
  const [, id, token] = PATH.exec(url.pathname) ?? [];
  return id === undefined || token === undefined ? undefined : { id, token };
}

/** Most embeds of one message, by Discord's rules; and a name's and a title's length. */
export const MOST_EMBEDS = 10;
const NAME = 64;
const TITLE = 256;

/** A stranger's name, without signs that Discord would make links, mentions or format of. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  const visible = name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ' ').trim();
  const short = [...visible].slice(0, NAME).join('');
  return short.replace(/[\\*_~`|>#[\]()<@:/-]/g, (sign) => `\\${sign}`);
}

function embedOf(notification: Notification, language: WebhookLanguage) {
  const name = notification.name === null ? null : plainName(notification.name);
  const { title, text } = wordsOf(notification, name === '' ? null : name, language);
  return {
    title: title.slice(0, TITLE),
    ...(text !== '' && { description: text }),
    url: `https://steamcommunity.com/profiles/${notification.steamId}`,
    timestamp: new Date(notification.at).toISOString(),
  };
}

// Whatever a name has in it: nobody is called by it.
const NOBODY = { parse: [] };

/** One message for up to ten notifications. */
export function messageOf(notifications: readonly Notification[], language: WebhookLanguage): string {
  const embeds = notifications.slice(0, MOST_EMBEDS).map((each) => embedOf(each, language));
  return JSON.stringify({ username: 'CStatSentry', allowed_mentions: NOBODY, embeds });
}

export function testMessage(language: WebhookLanguage): string {
  return JSON.stringify({ username: 'CStatSentry', allowed_mentions: NOBODY, content: testWords(language) });
}

/** How a message fared. `wait` in ms, when Discord says for how long. */
export type Delivery =
  | { state: 'delivered' }
  | { state: 'limited'; wait: number }
  | { state: 'gone' | 'refused' }
  | { state: 'failed' };

const TIMEOUT = 10_000;
/** When Discord does not say how long; and the longest we take its word for, ms. */
const DEFAULT_WAIT = 60_000;
const LONGEST_WAIT = 3_600_000;

/** Sends a message. Never throws, and nothing of the address is in what it returns. */
export async function sendToDiscord(
  { fetch, origin }: { fetch: typeof globalThis.fetch; origin: string },
  { id, token }: DiscordWebhook,
  body: string,
): Promise<Delivery> {
  let response: Response;
  try {
    response = await fetch(`${origin}/api/v10/webhooks/${id}/${token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'CStatSentry (https://cstatsentry.example, 1)' },
      body,
      // Discord does not redirect; whoever does is not Discord.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await response.body?.cancel();
  } catch {
    return { state: 'failed' };
  }
  const { status } = response;
  if (status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const wait = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : DEFAULT_WAIT;
    return { state: 'limited', wait: Math.min(LONGEST_WAIT, Math.max(1000, wait)) };
  }
  if (status === 401 || status === 403 || status === 404 || status === 410) return { state: 'gone' };
  return { state: status >= 400 && status < 500 ? 'refused' : 'failed' };
}
