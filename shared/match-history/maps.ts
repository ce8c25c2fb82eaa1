/** Maps by the name the match history shows, lower case. Names are not translated by Steam. */
const MAPS: ReadonlyMap<string, string> = new Map([
  ['ancient', 'de_ancient'],
  ['ancient night', 'de_ancient_night'],
  ['anubis', 'de_anubis'],
  ['cache', 'de_cache'],
  ['cobblestone', 'de_cbble'],
  ['dust ii', 'de_dust2'],
  ['inferno', 'de_inferno'],
  ['italy', 'cs_italy'],
  ['mirage', 'de_mirage'],
  ['nuke', 'de_nuke'],
  ['office', 'cs_office'],
  ['overpass', 'de_overpass'],
  ['train', 'de_train'],
  ['tuscan', 'de_tuscan'],
  ['vertigo', 'de_vertigo'],
  ['lake', 'de_lake'],
  ['rialto', 'de_rialto'],
  ['shortdust', 'de_shortdust'],
  ['shortnuke', 'de_shortnuke'],
]);

const MODE_WORD = /^(?:premier|competitive|scrimmage|wingman|ranked|unranked)\s+/i;

/**
 * Takes a history page's first line apart: `Premier Nuke` → `Nuke`, `de_nuke`. A map name after words that are not
 * understood (another language) is found, too; anything else is kept as it is written, without a code.
 */
export function readMapName(text: string): { map: string; mapCode: string | null } {
  const plain = text.replace(MODE_WORD, '');
  const known = MAPS.get(plain.toLowerCase());
  if (known) return { map: plain, mapCode: known };
  if (/^(?:de|cs)_\w{1,36}$/.test(plain)) return { map: plain, mapCode: plain };
  const words = plain.split(' ');
  for (let start = 1; start < words.length; start += 1) {
    const tail = words.slice(start).join(' ');
    const code = MAPS.get(tail.toLowerCase());
    if (code) return { map: tail, mapCode: code };
  }
  return { map: plain.slice(0, 100), mapCode: null };
}
