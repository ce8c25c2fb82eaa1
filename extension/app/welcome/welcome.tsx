import '#extension/app/welcome/welcome.css';
import type { ComponentChildren } from 'preact';
import type { PageProps } from '#extension/app/page-props.ts';
import { useSaving } from '#extension/app/settings/use-saving.ts';
import { useTitle } from '#extension/app/use-title.ts';
import { BandBadge } from '#extension/ui/band.tsx';
import { useWords } from '#extension/ui/context.tsx';
import { send } from '#extension/ui/send.ts';
import { BackendSettings } from '#extension/ui/settings/backend-settings.tsx';
import { BANDS } from '#shared/score/assessment.ts';

const STEPS = ['score', 'source', 'people'] as const;
/** A score of each band, for the picture. */
const SAMPLES = { unlikely: 12, suspicious: 44, 'highly-suspicious': 71, 'near-certain': 93, 'not-enough-data': null };

/** `#/welcome`: three steps for whoever has just installed it, each with its own address, all of them to be skipped. */
export default function WelcomePage({ settings: given, query }: PageProps) {
  const words = useWords();
  useTitle(words.t('welcome.title'));
  const { settings = given, save } = useSaving();
  const asked = Number(query.get('step') ?? 1);
  const at = asked === 2 || asked === 3 ? asked : 1;
  const step = STEPS[at - 1] ?? 'score';
  const contents: Record<(typeof STEPS)[number], ComponentChildren> = {
    score: (
      <>
        <p>{words.t('welcome.score.text')}</p>
        <ul class="welcome-bands">
          {BANDS.map((band) => (
            <li key={band}>
              <BandBadge band={band} score={SAMPLES[band]} />
              {words.t(`band.${band}`)}
            </li>
          ))}
        </ul>
        <p>{words.t('welcome.score.not')}</p>
      </>
    ),
    source: (
      <>
        <p>{words.t('welcome.source.text')}</p>
        <div class="settings">
          <BackendSettings key={settings.backendUrl} settings={settings} save={save} />
        </div>
      </>
    ),
    people: (
      <>
        <p>{words.t('welcome.people.text')}</p>
        <p class="muted">{words.t('welcome.people.later')}</p>
        <div class="buttons">
          <button
            type="button"
            class="primary"
            onClick={() => {
              // How far it is, and what fails, shows on the page that opens.
              send('readHistory', {}).catch((error: unknown) => console.error('reading could not be begun', error));
              location.hash = '#/people';
            }}
          >
            {words.t('welcome.people.read')}
          </button>
        </div>
      </>
    ),
  };
  return (
    <div class="welcome">
      <h1>{words.t('welcome.title')}</h1>
      <p class="muted small">{words.t('welcome.step', { step: at, steps: STEPS.length })}</p>
      <section>
        <h2>{words.t(`welcome.${step}.title`)}</h2>
        {contents[step]}
      </section>
      <nav class="buttons" aria-label={words.t('welcome.title')}>
        {at > 1 && (
          <a class="button" href={`#/welcome?step=${at - 1}`}>
            {words.t('welcome.back')}
          </a>
        )}
        {at < STEPS.length ? (
          <a class="button primary" href={`#/welcome?step=${at + 1}`}>
            {words.t('welcome.next')}
          </a>
        ) : (
          <a class="button" href="#/">
            {words.t('welcome.done')}
          </a>
        )}
        {at < STEPS.length && <a href="#/">{words.t('welcome.skip')}</a>}
      </nav>
    </div>
  );
}
