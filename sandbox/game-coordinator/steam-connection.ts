import { EventEmitter } from 'node:events';
import messages from 'globaloffensive/protobufs/generated/_load.js';
import type { PlayedMatch } from '../world/matches.ts';

/** Numbers of the messages, as in the game's own table. */
const MESSAGE = { welcome: 4004, hello: 4006, status: 4009, matchList: 9139, fullGameInfo: 9147 } as const;
const CS2 = 730;

/** How the next questions are answered; `silent` not at all, `lose` the session ends instead. */
export type CoordinatorBehaviour = 'answer' | 'silent' | 'lose' | 'nothing' | 'another';

/**
 * Stands where `steam-user` stands: `globaloffensive` drives it and gets the real protobuf messages back, as bytes. Plays a
 * Steam that takes every token, and a Game Coordinator that knows the matches it is given.
 */
export class FakeSteamConnection extends EventEmitter {
  readonly packageName = 'steam-user';
  readonly packageVersion = '5.3.0';
  steamID: object | null = null;
  behaviour: CoordinatorBehaviour = 'answer';
  /** Steam's result for the next sign-ins; 1 takes them. */
  result = 1;
  logOns = 0;
  /** Match numbers asked for, in order; and how many were unanswered at once at most. */
  readonly asked: string[] = [];
  readonly #matches: ReadonlyMap<string, object>;

  constructor(matches: ReadonlyMap<string, object>) {
    super();
    this.#matches = matches;
  }

  logOn(): void {
    this.logOns++;
    queueMicrotask(() => {
      if (this.result !== 1) {
        this.emit('error', Object.assign(new Error('RateLimitExceeded'), { eresult: this.result }));
        return;
      }
      this.steamID = {};
      this.emit('loggedOn');
    });
  }

  logOff(): void {
    this.steamID = null;
    this.emit('disconnected', 0, 'Logged off');
  }

  gamesPlayed(apps: number[]): void {
    for (const app of apps) queueMicrotask(() => this.emit('appLaunched', app));
  }

  /** What `globaloffensive` sends: read, and answered. */
  sendToGC(app: number, type: number, _header: object | null, payload: Uint8Array): void {
    if (app !== CS2) return;
    if (type === MESSAGE.hello) {
      messages.CMsgClientHello.decode(payload);
      this.#send(MESSAGE.welcome, messages.CMsgClientWelcome.encode({ version: 1 }).finish());
    }
    if (type !== MESSAGE.fullGameInfo) return;
    const request = messages.CMsgGCCStrike15_v2_MatchListRequestFullGameInfo;
    const matchId = String(request.toObject(request.decode(payload), { longs: String })['matchid']);
    this.asked.push(matchId);
    if (this.behaviour === 'silent') return;
    if (this.behaviour === 'lose') {
      this.behaviour = 'answer';
      this.#send(MESSAGE.status, messages.CMsgConnectionStatus.encode({ status: 2 }).finish());
      return;
    }
    const [first] = this.#matches.values();
    const found = this.behaviour === 'another' ? first : this.#matches.get(matchId);
    this.answer(this.behaviour === 'nothing' || !found ? [] : [found]);
  }

  /** Sends a list of matches, asked for or not. */
  answer(matches: object[]): void {
    const list = messages.CMsgGCCStrike15_v2_MatchList.encode({ matches }).finish();
    this.#send(MESSAGE.matchList, list);
  }

  #send(type: number, bytes: Uint8Array): void {
    // As from the network: later, and as bytes.
    queueMicrotask(() => this.emit('receivedFromGC', CS2, type, Buffer.from(bytes)));
  }
}

/** A match of the sandbox as the Game Coordinator tells it: two rounds, sums since the beginning, ten places. */
export function coordinatorMatch(match: PlayedMatch, matchId: string): object {
  const lines = match.teams.flat();
  const reservation = { account_ids: lines.map(({ person }) => person.accountId), game_type: 8 };
  const round = (share: number) => ({
    reservationid: String(BigInt(match.replay.match)),
    kills: lines.map(({ kills }) => Math.floor(kills * share)),
    assists: lines.map(({ assists }) => Math.floor(assists * share)),
    deaths: lines.map(({ deaths }) => Math.floor(deaths * share)),
    scores: lines.map(({ score }) => Math.floor(score * share)),
    mvps: lines.map(({ mvps }) => Math.floor(mvps * share)),
    enemy_headshots: lines.map(({ kills, headshotPercent }) => Math.round((share * kills * headshotPercent) / 100)),
    team_scores: match.rounds.map((rounds) => Math.floor(rounds * share)),
    match_duration: Math.floor(match.durationSeconds * share),
  });
  const { host, match: number, reservation: token } = match.replay;
  const map = `http://replay${host}.valve.net/730/${number}_${token}.dem.bz2`;
  return {
    matchid: matchId,
    matchtime: Math.floor(match.at / 1000),
    roundstatsall: [
      { ...round(0.5), reservation },
      { ...round(1), map },
    ],
  };
}
