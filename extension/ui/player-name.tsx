/** Most characters of a name that are kept; Steam allows 32, so only hostile or broken data is longer. */
const MAX_NAME = 64;
// Control characters, and the marks that turn the direction of text around them.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A name as one line of bounded length that cannot reorder what stands around it: for labels and titles, where no markup isolates it. */
export function plainName(name: string): string {
  const clean = name.replace(UNSAFE, '').replace(/\s+/gu, ' ').trim();
  const letters = [...clean.slice(0, 4 * MAX_NAME)];
  return letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME - 1).join('')}…` : letters.join('');
}

/** A player's name as text, isolated from the direction of what is around it; the Steam ID where there is none. */
export function PlayerName({ name, steamId }: { name: string | undefined; steamId: string }) {
  const plain = name === undefined ? '' : plainName(name);
  return plain === '' ? (
    <span class="name mono">{steamId}</span>
  ) : (
    <bdi class="name" title={plain}>
      {plain}
    </bdi>
  );
}
