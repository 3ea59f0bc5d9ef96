import { until } from '#embedded';
import type { Journey } from './journey';
import { violations } from './scene';

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
      const page = await scene.visit('/sign-in');
      await page.clock.install();
      await page.goto('/sign-in?next=/admin/health');
      const account = scene.clerk('administrator').account;
      await page.getByRole('textbox', { name: '账号' }).fill(account?.account ?? '');
      await page.getByRole('textbox', { name: '密码' }).fill(account?.password ?? '');
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await page.waitForURL('**/admin/health');
      await page.getByText(/检查于/).waitFor();
      await page.clock.fastForward('29:00');
      await page.keyboard.press('Shift');
      await page.clock.fastForward('29:00');
      expect(new URL(page.url()).pathname).toBe('/admin/health');
      const signedOut = async (): Promise<boolean> => {
        await page.clock.fastForward('00:30');
        return page.url().endsWith('/sign-in?next=/admin/health');
      };
      expect(await until(signedOut, 15_000)).toBe(true);
      expect(await page.getByRole('status').first().innerText()).toContain('自动退出');
    },
  },
  {
    name: 'has no serious violation of WCAG 2.2 AA',
    go: async (scene) => {
      for (const size of ['wide', 'phone'] as const) expect(await violations(await scene.visit('/sign-in', { size }))).toEqual([]);
    },
  },
];
