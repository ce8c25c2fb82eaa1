import Dexie from 'dexie';
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { assessmentSchema } from '#shared/score/assessment.ts';
import { isSteamId } from '#shared/steam/steam-id.ts';
export default defineBackground(() => {
  browser.runtime.onMessage.addListener(() =>
    Promise.resolve([isSteamId('x'), new Dexie('a'), assessmentSchema.parse({})]),
  );
});
