import { session } from '../session/session';
import type { Label } from '../words';
import { words } from './words';

/** The area's menu for whoever is signed in: who looked at what is for auditors. */
export function menu(): readonly { readonly to: string; readonly label: Label }[] {
  const auditor = session.roles.value.some(({ role }) => role === 'auditor');
  return [{ to: '/audit', label: words.search }, ...(auditor ? [{ to: '/audit/access', label: words.access }] : [])];
}
