import type { Locator, Page } from 'playwright-core';
import { until } from '#embedded';
import type { Journey } from './journey';
import { settled, violations, type Scene } from './scene';

/** The administrator signs in, and goes away: the page's clock is ours. */
async function unattended(scene: Scene): Promise<Page> {
  const page = await scene.visit('/sign-in');
  await page.clock.install();
  await page.goto('/sign-in?next=/admin/health');
  const account = scene.clerk('administrator').account;
  await page.getByRole('textbox', { name: '账号' }).fill(account?.account ?? '');
  await page.getByRole('textbox', { name: '密码' }).fill(account?.password ?? '');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL('**/admin/health');
  await page.getByText(/检查于/).waitFor();
  return page;
}

/** Coming in: with a password, with a wrong one, in one click where all data are synthetic. */
export const signInJourneys: readonly Journey[] = [
  {
    name: 'a password opens the work of one’s role, and signing out closes it',
    go: async (scene) => {
      const account = scene.clerk('auditor').account;
      const page = await scene.visit('/cockpit');
      await page.getByRole('textbox', { name: '账号' }).fill(account?.account ?? '');
      await page.getByRole('textbox', { name: '密码' }).fill(account?.password ?? '');
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await page.waitForURL('**/cockpit**');
      await page.getByRole('button', { name: '退出' }).click();
      await page.waitForURL('**/sign-in**');
      await page.goto('/cockpit');
      await page.waitForURL('**/sign-in?next=/cockpit');
      expect(await page.getByRole('textbox', { name: '账号' }).inputValue()).toBe('');
    },
  },
  {
    name: 'a wrong password is refused in Chinese, with what to do next',
    go: async (scene) => {
      const page = await scene.visit('/sign-in');
      await page.getByRole('textbox', { name: '账号' }).fill('clerk');
      await page.getByRole('textbox', { name: '密码' }).fill('not the password');
      await page.getByRole('button', { name: '登录', exact: true }).click();
      expect(await page.getByRole('alert').innerText()).toMatch(/账号或密码不对.*请核对后重试/);
    },
  },
  {
    name: 'one click opens each screen with the account it is for, where all data are synthetic',
    go: async (scene) => {
      const page = await scene.visit('/sign-in');
      const offers = page.getByRole('region', { name: '演示账号' }).getByRole('button');
      await offers.first().waitFor();
      expect(await offers.count()).toBeGreaterThanOrEqual(4);
      await offers.filter({ hasText: '驾驶舱' }).click();
      await page.waitForURL('**/cockpit**');
      expect(await page.getByText('演示数据', { exact: true }).isVisible()).toBe(true);
    },
  },
  {
    name: 'a screen nobody sits at is signed out after half an hour, and says so',
    go: async (scene) => {
      const page = await unattended(scene);
      await page.clock.fastForward('27:00');
      await page.keyboard.press('Shift');
      await page.clock.fastForward('27:00');
      expect(new URL(page.url()).pathname).toBe('/admin/health');
      expect(await page.getByRole('dialog', { name: '您还在吗' }).count()).toBe(0);
      const signedOut = async (): Promise<boolean> => {
        await page.clock.fastForward('00:30');
        return page.url().endsWith('/sign-in?next=/admin/health');
      };
      expect(await until(signedOut, 15_000)).toBe(true);
      expect(await page.getByRole('status').first().innerText()).toContain('自动退出');
    },
  },
  {
    name: 'before that it asks whether somebody is there, in every tab, and one answer keeps the session',
    go: async (scene) => {
      const page = await unattended(scene);
      const other = await page.context().newPage();
      await other.goto('/sign-in');
      await other.evaluate(
        `sessionStorage.setItem('ledger.session', ${JSON.stringify(await page.evaluate('sessionStorage.getItem("ledger.session")'))})`,
      );
      await other.goto('/admin/accounts');
      await settled(other);
      const asking = (tab: Page): Locator => tab.getByRole('dialog', { name: '您还在吗' });
      await page.clock.fastForward('28:30');
      for (const tab of [page, other]) await asking(tab).waitFor();
      expect(await asking(page).innerText()).toMatch(/\d+ 秒后自动退出/);
      expect(await asking(page).getByRole('status').innerText()).toBe('约 120 秒后自动退出');
      expect(await violations(page)).toEqual([]);
      // A key pressed in passing is no answer.
      await page.keyboard.press('Shift');
      expect(await asking(page).isVisible()).toBe(true);
      const renewal = page.waitForRequest('**/api/session/renew');
      await page.getByRole('button', { name: '继续使用' }).click();
      expect((await renewal).headers()['ledger-unattended']).toBeUndefined();
      for (const tab of [page, other]) await until(async () => (await asking(tab).count()) === 0, 5_000);
      await page.clock.fastForward('27:00');
      for (const tab of [page, other]) expect([await asking(tab).count(), new URL(tab.url()).pathname.slice(0, 7)]).toEqual([0, '/admin/']);
    },
  },
  {
    name: 'whoever reads a public page is not asked',
    go: async (scene) => {
      const page = await unattended(scene);
      await page.getByRole('link', { name: '公开栏' }).click();
      await settled(page);
      await page.clock.fastForward('28:30');
      await page.clock.runFor(2_000);
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.clock.fastForward('02:00');
      await page.getByRole('link', { name: '登录' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    },
  },
  {
    name: 'has no serious violation of WCAG 2.2 AA',
    go: async (scene) => {
      for (const size of ['wide', 'phone'] as const) expect(await violations(await scene.visit('/sign-in', { size }))).toEqual([]);
    },
  },
];
