import type { Journey } from './journey';
import { violations } from './scene';

/** Coming in: with a password, with a wrong one, in one click where all data are synthetic. */
export const signInJourneys: readonly Journey[] = [
  {
    name: 'a password opens the work of one’s role, and signing out closes it',
    go: async (scene) => {
      const account = scene.clerk('clerk').account;
      const page = await scene.visit('/office');
      await page.getByLabel('账号').fill(account?.account ?? '');
      await page.getByLabel('密码').fill(account?.password ?? '');
      await page.getByRole('button', { name: '登录' }).click();
      await page.waitForURL('**/office**');
      await page.getByRole('button', { name: '退出' }).click();
      await page.waitForURL('**/sign-in**');
      await page.goto('/office');
      expect(new URL(page.url()).pathname).toBe('/sign-in');
    },
  },
  {
    name: 'a wrong password is refused in Chinese, with what to do next',
    go: async (scene) => {
      const page = await scene.visit('/sign-in');
      await page.getByLabel('账号').fill('clerk');
      await page.getByLabel('密码').fill('not the password');
      await page.getByRole('button', { name: '登录' }).click();
      expect(await page.getByRole('alert').innerText()).toMatch(/账号或密码不对.*请核对后重试/);
    },
  },
  {
    name: 'has no serious violation of WCAG 2.2 AA',
    go: async (scene) => {
      for (const size of ['wide', 'phone'] as const) expect(await violations(await scene.visit('/sign-in', { size }))).toEqual([]);
    },
  },
];
