import type {
  ConnectionStatus,
  LeetifyLive,
  PlayerDetails,
  PlayerView,
  PortEvent,
  PortRequest,
  RecentLookup,
  RequestMessage,
} from '#extension/messages.ts';
import type { Settings } from '#extension/settings.ts';
import { bandOf } from '#extension/ui/band.tsx';
import { accountAnswer, accountView } from '#extension/ui/gallery/account.ts';
import { dashboardAnswer } from '#extension/ui/gallery/dashboard.ts';
import { demosAnswer } from '#extension/ui/gallery/demos.ts';
import { leetifyProfile } from '#extension/ui/gallery/leetify.ts';
import { listsAnswer } from '#extension/ui/gallery/lists.ts';
import { moderationAnswer } from '#extension/ui/gallery/moderation.ts';
import { galleryPlayers, HOUR, viewOf } from '#extension/ui/gallery/people.ts';
import { reportsAnswer } from '#extension/ui/gallery/reports.ts';
import { sourcesAnswer } from '#extension/ui/gallery/sources.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import { evidenceFromLeetify } from '#shared/score/leetify-evidence.ts';
import { DAY } from '#shared/score/parameters.ts';
import type { SteamId } from '#shared/steam/steam-id.ts';

/** Stands in for `wxt/browser` in the gallery: a background made of constants. */

const parameters = new URLSearchParams(location.search);
const now = Date.now();
const players = galleryPlayers(now);
const byId = new Map([...players.values()].map((each) => [each.steamId, each]));

function choice<T extends string>(name: string, options: readonly [T, ...T[]]): T {
  return options.find((each) => each === parameters.get(name)) ?? options[0];
}

let settings: Settings = {
  // `alone`: without a backend.
  backendUrl: parameters.has('alone') ? '' : 'https://sentry.example.org',
  localOnly: false,
  askUnknown: true,
  uploadMatches: !['never', null].includes(parameters.get('sources')),
  syncNotes: parameters.has('synced'),
  headline: choice('headline', ['calibrated', 'rubric']),
  quietBelow: 20,
  language: choice('language', LANGUAGES),
  theme: choice('theme', ['dark', 'light']),
  notify: ['ban'],
  leetify: choice('leetify', ['ask', 'always', 'off']),
  leetifyKey: '',
};

const recent: RecentLookup[] = [...players.values()].slice(0, 5).map(({ steamId, facts }, i) => ({
  steamId,
  at: now - i * HOUR,
  ...(facts.profile && { name: facts.profile.name }),
}));

function detailsOf(steamId: SteamId, refresh: boolean): PlayerDetails {
  const answer = byId.get(steamId);
  if (answer) return refresh ? { ...answer, refused: { state: 'limited', retryAt: now + HOUR / 4 } } : answer;
  const state = choice('state', ['not-found', 'unasked', 'limited', 'failed']);
  return { state, steamId, ...(state === 'limited' && { retryAt: now + 90_000 }) };
}

function leetifyOf(steamId: SteamId, ask: boolean): LeetifyLive {
  const state = choice('live', ['ok', 'hidden', 'not-found', 'limited', 'failed', 'key-refused', 'no-access']);
  if (settings.leetify === 'off') return { state: 'off' };
  if (settings.leetify === 'ask' && !ask) return { state: 'unasked' };
  const fetchedAt = now - 20_000;
  if (state === 'hidden') return { state, fetchedAt, privacyMode: 'private' };
  if (state === 'limited' || state === 'failed') return { state, retryAt: now + 90_000 };
  if (state !== 'ok') return { state };
  const profile = leetifyProfile(steamId);
  const held = byId.get(steamId);
  const live = evidenceFromLeetify(profile, fetchedAt);
  if (!held?.assessment || !live) return { state, fetchedAt, profile };
  const assessment = assess([...evidenceFrom(held.facts, now), live], now);
  const before = { score: held.assessment.score, band: held.assessment.band };
  return { state, fetchedAt, profile, score: { assessment, before, complete: true } };
}

/** `failing=details,account` names requests that come to nothing, `failing=all` every one but that for the settings. */
const failing = parameters.get('failing')?.split(',') ?? [];
const fails = (type: string) => failing.includes(type) || (failing.includes('all') && type !== 'getSettings');
/** `blocked`: a browser that keeps no databases, as some do in private windows. */
if (parameters.has('blocked')) {
  Object.defineProperty(IDBFactory.prototype, 'open', {
    value: () => {
      throw new DOMException('The user denied permission to access the database.', 'SecurityError');
    },
  });
}

function answer(message: RequestMessage): unknown {
  const listed = listsAnswer(message, parameters);
  if (listed !== undefined) return listed;
  const sources = sourcesAnswer(message, parameters.get('sources'));
  if (sources !== undefined) return sources;
  const brought = demosAnswer(message, parameters, now);
  if (brought !== undefined) return brought;
  const notices = choice('notices', ['ok', 'none', 'unreachable', 'expired']);
  const said = dashboardAnswer(message, parameters.has('fresh'), notices);
  if (said !== undefined) return said;
  const own = accountAnswer(message, parameters);
  if (own !== undefined) return own;
  const reported = reportsAnswer(message, parameters, [...players.values()], now);
  if (reported !== undefined) return reported;
  const judged = moderationAnswer(message, parameters.get('case'));
  if (judged !== undefined) return judged;
  switch (message.type) {
    case 'details':
      // One state of a card is that nothing has come yet.
      return parameters.has('pending') ? new Promise(() => {}) : detailsOf(message.steamId, message.refresh === true);
    case 'analysis': {
      const assessment = byId.get(message.steamId)?.assessment;
      if (!assessment) return { state: 'none' };
      const items = [0, -2, 5, -9, -14].map((change, i) => {
        const score = assessment.score === null ? null : Math.min(100, Math.max(0, assessment.score + change));
        const band = score === null ? assessment.band : bandOf(score);
        const engine = i < 3 ? assessment.engine : '0';
        return { ...assessment, engine, assessedAt: assessment.assessedAt - i * 9 * DAY, score, band };
      });
      return { state: 'ok', items, next: 'older' };
    }
    case 'leetify':
      return leetifyOf(message.steamId, message.ask === true);
    case 'resolve':
      return { steamId: null, failed: false };
    case 'status':
      return {
        state: choice('connection', ['connected', 'unreachable', 'local-only', 'unknown']),
        backendUrl: settings.backendUrl,
        nextTryAt: now + 90_000,
        cachedPlayers: 1_284,
      } satisfies ConnectionStatus;
    case 'recent':
      return parameters.has('fresh') ? [] : recent;
    case 'account':
      return accountView(parameters.get('account')) ?? { state: 'signed-out' };
    case 'reportSummary':
      return {
        steamId: message.steamId,
        state: 'none',
        reports: 2,
        independent: 0.4,
        silent: 31,
        nats: 0,
        computedAt: now,
      };
    case 'setNotes':
      return [];
    case 'bansMet':
      return { bans: [], check: { running: false } };
    case 'getSettings':
      return settings;
    case 'setSettings':
      settings = { ...settings, ...message.settings };
      return settings;
    default:
      return {};
  }
}

function connect() {
  const listeners: ((event: PortEvent) => void)[] = [];
  return {
    onMessage: { addListener: (listener: (event: PortEvent) => void) => listeners.push(listener) },
    onDisconnect: { addListener: () => {} },
    disconnect: () => {},
    postMessage(request: PortRequest) {
      if (request.type !== 'watch') return;
      const views = request.steamIds.map((steamId): PlayerView => {
        const known = byId.get(steamId);
        return known ? viewOf(known) : { steamId, state: 'unasked', stale: false };
      });
      queueMicrotask(() => {
        for (const listener of listeners) listener({ type: 'views', views });
      });
    },
  };
}

export const browser = {
  i18n: { getUILanguage: () => settings.language },
  runtime: {
    id: 'gallery',
    sendMessage: async (message: RequestMessage) => {
      if (fails(message.type)) throw new Error('Could not establish connection. Receiving end does not exist.');
      return answer(message);
    },
    connect,
    getManifest: () => ({ version: '1.0.0', manifest_version: 3 }),
    getURL: (path: string) => `/${path}`,
  },
};
