import {
  figureOf,
  type Headline,
  type PlayersFilter,
  SORTS,
  type SortKey,
  testOf,
} from '#extension/app/players/filter.ts';
import { foldName, type KnownPlayer } from '#extension/app/players/known-player.ts';

/** The number a player is sorted by, larger first in descending order; NaN when there is none, which comes last in either. */
const FIGURES: Record<Exclude<SortKey, 'name'>, (player: KnownPlayer, headline: Headline) => number> = {
  score: (player, headline) => figureOf(player, headline) ?? Number.NaN,
  confidence: ({ band, confidence }) => (band === undefined ? Number.NaN : confidence),
  ban: ({ banSince, bans }) =>
    banSince?.bannedAt ??
    banSince?.noticedAt ??
    bans?.lastBanAt ??
    (bans && bans.vac + (bans.game ?? 0) > 0 ? 0 : Number.NaN),
  met: ({ metAt }) => (metAt === 0 ? Number.NaN : metAt),
  assessed: ({ assessedAt }) => (assessedAt === 0 ? Number.NaN : assessedAt),
};

/** Players that have a value in ascending order, and behind them those without. */
interface Order {
  sorted: Uint32Array;
  without: Uint32Array;
}

function orderBy(players: readonly KnownPlayer[], sort: SortKey, headline: Headline): Order {
  const having: number[] = [];
  const without: number[] = [];
  if (sort === 'name') {
    for (const [i, { folded }] of players.entries()) (folded === '' ? without : having).push(i);
    having.sort((a, b) => {
      const [one = '', other = ''] = [players[a]?.folded, players[b]?.folded];
      return one < other ? -1 : one > other ? 1 : a - b;
    });
  } else {
    const figures = Float64Array.from(players, (player) => FIGURES[sort](player, headline));
    for (let i = 0; i < figures.length; i += 1) (Number.isNaN(figures[i]) ? without : having).push(i);
    having.sort((a, b) => (figures[a] ?? 0) - (figures[b] ?? 0) || a - b);
  }
  return { sorted: Uint32Array.from(having), without: Uint32Array.from(without) };
}

export interface Listing {
  /** The players a filter leaves, in its order. */
  select(filter: PlayersFilter, now: number): readonly KnownPlayer[];
  /** The same players in the same places, with other notes, which no order asks for. */
  renewed(players: readonly KnownPlayer[]): Listing;
  /** Sorts once by what has not been asked for yet, so that asking waits for nothing. False when all is done. */
  prepare(): boolean;
}

/**
 * A list of players, sorted once per column. A filter then only walks along the sorted ones, which at 50 000 takes a few
 * milliseconds; sorting what is left each time would take tens.
 */
export function createListing(players: readonly KnownPlayer[], headline: Headline): Listing {
  return listingOf(players, headline, new Map());
}

function listingOf(players: readonly KnownPlayer[], headline: Headline, orders: Map<SortKey, Order>): Listing {
  const orderOf = (sort: SortKey): Order => {
    let order = orders.get(sort);
    if (!order) {
      order = orderBy(players, sort, headline);
      orders.set(sort, order);
    }
    return order;
  };
  return {
    select(filter, now) {
      const { sorted, without } = orderOf(filter.sort);
      const fits = testOf(filter, foldName(filter.q), headline, now);
      const found: KnownPlayer[] = [];
      const take = (index: number | undefined) => {
        const player = index === undefined ? undefined : players[index];
        if (player && fits(player)) found.push(player);
      };
      if (filter.order === 'asc') for (const index of sorted) take(index);
      else for (let i = sorted.length - 1; i >= 0; i -= 1) take(sorted[i]);
      for (const index of without) take(index);
      return found;
    },
    renewed: (others) => listingOf(others, headline, orders),
    prepare() {
      const next = SORTS.find((sort) => !orders.has(sort));
      if (next === undefined) return false;
      orderOf(next);
      return true;
    },
  };
}
