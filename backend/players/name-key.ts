/** Some signs become twenty letters; beyond so many units two names need not be told apart. */
const LONGEST = 64;

/** A name as it is searched and sorted by: lower case, without accents, compatibility forms made plain. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .trim()
    .slice(0, LONGEST);
}
