import { HISTORY } from '#shared/score/parameters.ts';
import { NO_FIGURES, type Rule } from '#shared/score/rules/rule.ts';

/** What changed while we looked, and bans that are not about cheating. Context, like the profile. */
export const HISTORY_RULES: readonly Rule[] = [
  function names(seen) {
    const changes = seen['history.names'];
    if (changes === undefined || changes.value < HISTORY.names.from) return undefined;
    return { key: 'history.names', nats: HISTORY.names.nats, figures: { count: changes.value } };
  },

  function country(seen) {
    const changes = seen['history.countries'];
    if (changes === undefined || changes.value < 1) return undefined;
    return { key: 'history.country', nats: HISTORY.country, figures: { count: changes.value } };
  },

  function communityBan(seen) {
    if (!seen['bans.community']?.value) return undefined;
    return { key: 'bans.community', nats: HISTORY.communityBan, figures: NO_FIGURES };
  },

  function economyBan(seen) {
    const state = seen['bans.economy']?.value;
    if (!state) return undefined;
    return state < 2
      ? { key: 'bans.economy', nats: HISTORY.economyProbation, figures: { state: 'probation' } }
      : { key: 'bans.economy', nats: HISTORY.economyBan, figures: { state: 'banned' } };
  },
];
