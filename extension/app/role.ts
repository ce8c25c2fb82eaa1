import { useAccount } from '#extension/account/use-account.ts';
import type { Role } from '#shared/api/accounts.ts';

/** Higher ones may do what lower ones may. */
export const RANK: Readonly<Record<Role, number>> = { user: 0, moderator: 1, admin: 2 };

/** The role of whoever is signed in and may act; what a role opens is decided by the backend, this only shows the way. */
export function useRole(): Role {
  const { view } = useAccount();
  return view?.state === 'signed-in' && view.me.state === 'active' ? view.me.role : 'user';
}
