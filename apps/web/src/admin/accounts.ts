import { ask } from '../api/client';

export interface Account {
  readonly account: string;
  readonly disabled: boolean;
  readonly mustChange: boolean;
  readonly createdOn: string;
  readonly lockedUntil: string | null;
  readonly lastSignIn: string | null;
}

export interface OneTime {
  readonly account: string;
  readonly password: string;
}

export const ACCOUNT = '[a-z0-9][a-z0-9._\\-]{1,63}';

export function make(account: string): Promise<OneTime> {
  return ask<OneTime>('accounts', {}, { method: 'POST', body: { account } });
}

export function reset(account: string): Promise<OneTime> {
  return ask<OneTime>(`accounts/${encodeURIComponent(account)}/reset`, {}, { method: 'POST' });
}

export async function setDisabled(account: string, disabled: boolean): Promise<void> {
  await ask(`accounts/${encodeURIComponent(account)}/${disabled ? 'disable' : 'enable'}`, {}, { method: 'POST' });
}
