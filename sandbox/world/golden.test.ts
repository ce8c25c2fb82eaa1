import { describe, expect, it } from 'vitest';
import { assess } from '#shared/score/engine.ts';
import { evidenceFrom } from '#shared/score/evidence-from-facts.ts';
import { factsOf } from './facts.ts';
import { ROLES } from './people.ts';
import { createWorld } from './world.ts';

/**
 * What the engine says of every named person, to the point: a change here is a change of somebody's score and has to be
 * meant. The world stands still at a fixed time, so only engine and people decide.
 */
describe('the scores of the named people', () => {
  it('are these', () => {
    const world = createWorld({ seed: 1, people: 0, now: Date.UTC(2026, 0, 1) });
    const table = ROLES.filter((role) => role !== 'deleted').map((role) => {
      const { score, band, confidence, rubric } = assess(
        evidenceFrom(factsOf(world.named(role), world), world.now),
        world.now,
      );
      return `${role.padEnd(17)} ${String(score ?? '–').padStart(3)} ${band.padEnd(18)} confidence ${String(confidence).padStart(2)} rubric ${rubric.total}`;
    });
    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      viewer              9 unlikely           confidence 35 rubric 0
      veteran             8 unlikely           confidence 35 rubric 0
      newbie             16 unlikely           confidence 29 rubric 0
      proPlayer          16 unlikely           confidence 35 rubric 0
      smurf              26 unlikely           confidence 35 rubric 20
      rageAimbot         80 highly-suspicious  confidence 35 rubric 30
      blatantUnbanned    80 highly-suspicious  confidence 35 rubric 30
      aimAssist          80 highly-suspicious  confidence 35 rubric 20
      wallhack           51 suspicious         confidence 35 rubric 20
      toggler            16 unlikely           confidence 35 rubric 0
      freshPrivate        – not-enough-data    confidence  2 rubric 15
      freshPublic        18 unlikely           confidence 11 rubric 25
      friendsOnly         – not-enough-data    confidence  2 rubric 15
      unconfigured        – not-enough-data    confidence  2 rubric 15
      hiddenGames        20 unlikely           confidence  7 rubric 0
      noGames            26 unlikely           confidence 10 rubric 10
      oldVac             19 unlikely           confidence 35 rubric 0
      recentVac          41 suspicious         confidence 35 rubric 0
      bannedToday        80 highly-suspicious  confidence 35 rubric 15
      bannedPrivate      51 suspicious         confidence  2 rubric 15
      gameBan            19 unlikely           confidence 35 rubric 0
      multiBan           80 highly-suspicious  confidence 35 rubric 10
      communityBan       10 unlikely           confidence 35 rubric 0
      tradeBan           11 unlikely           confidence 35 rubric 0
      banSoon            73 highly-suspicious  confidence 35 rubric 15
      renamesSoon         9 unlikely           confidence 35 rubric 0
      nameChanger         9 unlikely           confidence 35 rubric 0
      traveller           9 unlikely           confidence 35 rubric 0
      cyrillic            9 unlikely           confidence 35 rubric 0
      chinese            51 suspicious         confidence 35 rubric 20
      rtl                 9 unlikely           confidence 35 rubric 0
      emoji               9 unlikely           confidence 35 rubric 0
      zalgo               9 unlikely           confidence 35 rubric 0
      markup              9 unlikely           confidence 35 rubric 0
      longName           80 highly-suspicious  confidence 35 rubric 30
      emptyName           9 unlikely           confidence 35 rubric 0
      manyFriends         8 unlikely           confidence 35 rubric 0
      noFriends           9 unlikely           confidence 35 rubric 0
      limitedAccount     18 unlikely           confidence 35 rubric 15
      lowestId            9 unlikely           confidence 35 rubric 0
      highestId          18 unlikely           confidence 10 rubric 10
      "
    `);
  });
});
