import { nameAt, profileUrl } from '../world/view.ts';
import type { World } from '../world/world.ts';
import { html, type Markup } from './html.ts';

/** A guide: running text with bare links to profiles, by ID and by vanity name, and one to nobody. */
export function guideContent(world: World): Markup {
  const link = (role: Parameters<World['named']>[0]): Markup => {
    const person = world.named(role);
    return html`<a href="${profileUrl(person)}">${nameAt(person, world.now)}</a>`;
  };
  return html`<div class="guide"><h1 class="workshopItemTitle">How to hold an angle without losing your mind</h1>
<div class="guideAuthors">by ${link('veteran')}</div>
<div class="subSection"><div class="subSectionTitle">Thanks</div><div class="subSectionDesc">This guide owes much to ${link('proPlayer')}, to ${link('cyrillic')} and to ${link('rageAimbot')}, who showed us how not to do it.
See also <a href="https://steamcommunity.com/id/nobody-has-this-name">a profile that does not exist</a>,
<a href="https://steamcommunity.com/profiles/76561197960265728">an address that is no profile</a>, ${link('markup')} and ${link('freshPrivate')}.</div></div>
<div class="subSection"><div class="subSectionTitle">Spacing</div><div class="subSectionDesc">Stand further back than you think. Then stand further back.</div></div></div>`;
}

/** A page on which nobody is. */
export function marketContent(): Markup {
  const items = ['Sand Bucket | Faded', 'Plastic Spade | Worn', 'Paper Flag | Fresh', 'Seashell | Rare'];
  return html`<div class="market"><h1>Community Market</h1><div id="market_list" data-sandbox-part>${items.map(
    (item, i) =>
      html`<a class="market_listing_row" href="/market/listings/730/${encodeURIComponent(item)}"><span class="market_listing_item_name">${item}</span><span class="market_price">${((i + 1) * 1.37).toFixed(2)} €</span></a>`,
  )}</div></div>`;
}
