import { playerLinks } from '#extension/pages/leetify/player-links.ts';
import { profile as leetifyProfile } from '#extension/pages/leetify/profile.ts';
import type { PageModule } from '#extension/pages/page.ts';
import { comments } from '#extension/pages/steam/comments.ts';
import { coplay } from '#extension/pages/steam/coplay.ts';
import { friends } from '#extension/pages/steam/friends.ts';
import { gcpd } from '#extension/pages/steam/gcpd.ts';
import { groupMembers } from '#extension/pages/steam/group-members.ts';
import { profile } from '#extension/pages/steam/profile.ts';
import { userSearch } from '#extension/pages/steam/user-search.ts';

/** Every kind of Steam page whose players get a badge at once. Where two claim the same block, the first has it. */
export const STEAM_PAGES: readonly PageModule[] = [profile, friends, coplay, groupMembers, userSearch, gcpd, comments];

/** The same for Leetify. */
export const LEETIFY_PAGES: readonly PageModule[] = [leetifyProfile, playerLinks];
