const TIME = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) GMT$/;

/** Counter-Strike: Global Offensive came out in 2012; anything older was misread. */
const EARLIEST = Date.UTC(2012, 0, 1);

/** `2024-02-18 13:57:31 GMT` in ms; undefined for anything else, 31 February included. */
export function readGcpdTime(text: string): number | undefined {
  const read = TIME.exec(text)?.slice(1).map(Number);
  if (!read) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = read;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  return time >= EARLIEST && `${back} GMT` === text ? time : undefined;
}
