/** Number of different avatars in the world: enough to look varied, few enough that a page of 2 000 rows loads. */
const AVATARS = 48;

/** One of a few dozen avatar hashes: 40 hex digits. */
export function avatarHashFor(n: number): string {
  return (n % AVATARS).toString(16).padStart(2, '0').repeat(20);
}
