import { render } from 'preact';
import { App } from '#extension/app/app.tsx';
import { Card } from '#extension/card/card.tsx';
import { createCard } from '#extension/card/mount.tsx';
import type { PlayerView } from '#extension/messages.ts';
import { Popup } from '#extension/popup/popup.tsx';
import { UiProvider } from '#extension/ui/context.tsx';
import { browser } from '#extension/ui/gallery/fake-browser.ts';
import { galleryPlayers, viewOf } from '#extension/ui/gallery/people.ts';
import { readWords } from '#extension/words/read.ts';
import { createTranslator } from '#extension/words/translator.ts';
import { LANGUAGES } from '#shared/languages.ts';
import { MAX_STEAM_ID } from '#shared/steam/steam-id.ts';
import accountCss from '../../account/account.css?inline';
import appCss from '../../app/app.css?inline';
import shellCss from '../../app/shell.css?inline';
import cardCss from '../../card/card.css?inline';
import peopleCss from '../../people/people.css?inline';
import popupCss from '../../popup/popup.css?inline';
import componentsCss from '../components.css?inline';
import tokensCss from '../tokens.css?inline';
import galleryCss from './gallery.css?inline';

/** `?scene=…` chooses what is shown; `theme`, `language`, `headline`, `state`, `failing` and `blocked` how. See fake-browser.ts. */
const parameters = new URLSearchParams(location.search);
const scene = parameters.get('scene') ?? 'cards';
const theme = parameters.get('theme') === 'light' ? 'light' : 'dark';
const language = LANGUAGES.find((each) => each === parameters.get('language')) ?? 'en';
const headline = parameters.get('headline') === 'rubric' ? 'rubric' : 'calibrated';
const root = document.getElementById('root');
if (!root) throw new Error('the gallery has no root');

function style(...sheets: string[]): void {
  const element = document.createElement('style');
  element.textContent = sheets.join('\n');
  document.head.append(element);
}

const players = galleryPlayers(Date.now());
const cards: PlayerView[] = parameters.has('state')
  ? [{ steamId: MAX_STEAM_ID, state: 'failed', stale: false }]
  : [...players.values()].map(viewOf);

if (scene === 'popup') {
  style(tokensCss, componentsCss, popupCss, accountCss, peopleCss);
  render(<Popup />, root);
} else if (scene === 'app') {
  style(tokensCss, componentsCss, shellCss, appCss, accountCss, peopleCss);
  render(<App />, root);
} else if (scene === 'hover') {
  style(galleryCss);
  document.documentElement.dataset['page'] = 'steam';
  const card = createCard(document, `${tokensCss}${componentsCss}${cardCss}`);
  card.speak(await readWords(browser, 'card', language));
  const open = (view: PlayerView, anchor: HTMLElement, via: 'pointer' | 'keyboard') =>
    card.open({ steamId: view.steamId, anchor, via, view, settings: { headline, theme, language, quietBelow: 0 } });
  render(
    <div class="names">
      {cards.map((view) => (
        <button
          key={view.steamId}
          type="button"
          onPointerEnter={(event) => open(view, event.currentTarget, 'pointer')}
          onPointerLeave={() => card.leave()}
          onClick={(event) => open(view, event.currentTarget, 'keyboard')}
        >
          {view.entry?.score ?? '–'}
        </button>
      ))}
    </div>,
    root,
  );
} else {
  style(tokensCss, componentsCss, cardCss, galleryCss);
  document.documentElement.dataset['page'] = 'steam';
  const words = createTranslator(await readWords(browser, 'card', language));
  render(
    <UiProvider value={{ words, now: Date.now }}>
      <div class="cards" data-theme={theme}>
        {cards.map((view) => (
          <div key={view.steamId} class="card-slot">
            <Card steamId={view.steamId} view={view} kind={headline} focusRequest={0} onClose={() => {}} />
          </div>
        ))}
      </div>
    </UiProvider>,
    root,
  );
}
