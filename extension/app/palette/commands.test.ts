import { describe, expect, it } from 'vitest';
import { type Command, MAX_SHOWN, matching } from '#extension/app/palette/commands.ts';

const command = (label: string): Command => ({ id: label, label, icon: 'page', run: () => undefined });
const commands = ['Players', 'Watchlist', 'Åsa Ödegård', 'noplay', 'Игрок 1', '玩家', 'Some Player'].map(command);
const labels = (query: string) => matching(commands, query).map(({ label }) => label);

describe('the palette', () => {
  it('shows everything while nothing is typed', () => {
    expect(labels('  ')).toHaveLength(commands.length);
  });

  it('puts what begins with the words first, then what has such a word, then the rest', () => {
    expect(labels('play')).toEqual(['Players', 'Some Player', 'noplay']);
  });

  it('reads past case and accents, in any script', () => {
    expect(labels('asa ode')).toEqual(['Åsa Ödegård']);
    expect(labels('ИГР')).toEqual(['Игрок 1']);
    expect(labels('玩')).toEqual(['玩家']);
  });

  it('never shows more than fits', () => {
    const many = Array.from({ length: 500 }, (_, i) => command(`Player ${i}`));
    expect(matching(many, 'player')).toHaveLength(MAX_SHOWN);
  });
});
