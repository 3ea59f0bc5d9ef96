import type { Page } from 'playwright-core';
import type { Journey } from './journey';
import { CITY, COMMUNITY, settled, type Scene } from './scene';

/** What would become an element, run, or be worked out, were a text ever taken for anything but a text. */
const HOSTILE = `<img src=x onerror="document.title='hostile'"><script>document.title='hostile'</script>{{7*7}}<u>粗`;
const BEGUN = '<img src=x';

/** It stands there as it was typed; nothing of it has become an element or has run. */
async function harmless(page: Page, shown = true): Promise<void> {
  if (shown) await page.getByText(BEGUN).first().waitFor();
  await settled(page);
  const elements = await page.locator('img[src="x"], #app script, #app u:has-text("粗")').count();
  expect([page.url(), elements, (await page.title()).includes('hostile')]).toEqual([page.url(), 0, false]);
}

/** The text in everything that somebody types, by whoever may. */
async function planted(scene: Scene): Promise<{ readonly wish: string; readonly code: string }> {
  const own = String(Date.now());
  const wish = `w-${own}`;
  await scene.clerk('desk').must(`wishes/${wish}/post`, { text: `${HOSTILE} ${own}`, unit: COMMUNITY });
  await scene
    .clerk('registrar')
    .must(`organisations/org-${own}/register`, { name: '<img src=x onerror=alert(1)>', kind: 'department', unit: CITY });
  await scene.clerk('leader').must(`notes/n-${own}/send`, { unit: COMMUNITY, text: HOSTILE });
  const code = `r${own.slice(-9)}`;
  const asked = { unit: COMMUNITY, line: `volunteers:wishes-${wish}`, kind: 'question', text: HOSTILE };
  const response = await fetch(`${scene.url}/api/objections/${code}/raise`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': own },
    body: JSON.stringify(asked),
  });
  expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ revision: 0 })]);
  const { position } = await scene.clerk('secretary', 1).must(`objections/${code}/answer`, { text: HOSTILE });
  await scene.clerk('auditor').read('history?limit=1&unit=330681', position);
  return { wish, code };
}

/** Whatever is typed anywhere stays a text on every screen that shows it. */
export const hostileTextJourneys: readonly Journey[] = [
  {
    name: 'what is typed stays a text, in every area that shows it',
    go: async (scene) => {
      const { wish, code } = await planted(scene);
      const board = await scene.visit(`/board/${COMMUNITY}`);
      await harmless(board);
      await board.getByRole('button').filter({ hasText: BEGUN }).first().click();
      await board.getByRole('dialog').getByText(BEGUN).first().waitFor();
      await harmless(board);
      await harmless(await scene.visit(`/answers/${code}`));
      await harmless(await scene.visit(`/audit?q=${encodeURIComponent('<img')}`, { as: 'auditor' }), false);
      await harmless(await scene.visit(`/audit/timeline?category=wishes&id=${wish}`, { as: 'auditor' }));
      await harmless(await scene.visit(`/audit/timeline?category=objections&id=${code}`, { as: 'auditor' }));
      await harmless(await scene.visit('/office/notes', { as: 'secretary', nth: 1 }));
      await harmless(await scene.visit('/cockpit/notes', { as: 'leader' }));
      await harmless(await scene.visit('/admin/organisations', { as: 'registrar' }));
    },
  },
  {
    name: 'after signing in one stays in the house, whatever the address asks for',
    go: async (scene) => {
      for (const next of ['//example.org/x', 'https://example.org/x', '/\\example.org/x', 'javascript:document.title=1']) {
        const page = await scene.visit(`/sign-in?next=${encodeURIComponent(next)}`);
        await settled(page);
        const { account, password } = scene.clerk('leader').account ?? { account: '', password: '' };
        await page.getByRole('textbox', { name: '账号' }).fill(account);
        await page.getByRole('textbox', { name: '密码' }).fill(password);
        await page.getByRole('button', { name: '登录', exact: true }).click();
        await page.waitForURL((url) => url.pathname !== '/sign-in');
        expect([next, new URL(page.url()).origin]).toEqual([next, scene.url]);
      }
    },
  },
];
