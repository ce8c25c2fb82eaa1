import { parseArgs } from 'node:util';
import { startSandbox } from './index.ts';
import { NAMED_PEOPLE, ROLES } from './world/people.ts';
import { profileUrl } from './world/view.ts';

/** `npm run sandbox`: starts the sandbox on fixed ports and prints where it is and whom to visit. Ends by Ctrl+C. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    people: { type: 'string', default: '5000' },
    'api-port': { type: 'string', default: '8781' },
    'https-port': { type: 'string', default: '8782' },
    'proxy-port': { type: 'string', default: '8783' },
    'replays-port': { type: 'string', default: '8784' },
  },
});

const whole = (name: string, value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new RangeError(`--${name} must be a whole number, not ${value}`);
  return number;
};

const sandbox = await startSandbox({
  seed: whole('seed', values.seed),
  people: whole('people', values.people),
  ports: {
    api: whole('api-port', values['api-port']),
    https: whole('https-port', values['https-port']),
    proxy: whole('proxy-port', values['proxy-port']),
    replays: whole('replays-port', values['replays-port']),
  },
});

console.log(`CStatSentry sandbox – ${sandbox.world.people.length} made-up people

  Steam Web API   ${sandbox.apiUrl}   (key ${sandbox.apiKey})
  Leetify API     ${sandbox.leetifyApiUrl}   (without a key, or ${sandbox.leetifyKey})
  Replays         ${sandbox.replays.url}   (a backend's DEMO_REPLAYS_URL)
  Proxy           ${sandbox.proxyUrl}   leads ${sandbox.communityUrl} and https://leetify.com/app/profile/<SteamID> here
  Control         ${sandbox.apiUrl}/__sandbox/   faults, openid, ban, rename, clock, calls, reset, people

  chromium --proxy-server=${sandbox.proxyUrl} --ignore-certificate-errors --user-data-dir=$(mktemp -d) ${sandbox.communityUrl}/my/
`);
for (const role of ROLES) {
  console.log(`  ${role.padEnd(16)} ${profileUrl(sandbox.world.named(role)).padEnd(56)} ${NAMED_PEOPLE[role].purpose}`);
}

const end = (): void => {
  sandbox.stop().then(() => process.exit(0));
};
process.once('SIGINT', end);
process.once('SIGTERM', end);
