import type { Journey } from './journey';
import { look, settled, violations } from './scene';

/** What keeps the house in order: the administrator's accounts and health, the registrar's appointments and parameters. */
export const adminJourneys: readonly Journey[] = [
  {
    name: 'health says in words how every part is',
    go: async (scene) => {
      const page = await scene.visit('/admin/health', { as: 'administrator' });
      await settled(page);
      const told = await page.locator('#main').innerText();
      for (const part of [/引擎/, /公开栏/, /磁盘/, /备份/]) expect(told).toMatch(part);
      expect(told).not.toMatch(/[a-z]{4,} [a-z]{3,} [a-z]{3,}/);
    },
  },
  {
    name: 'an account is made, its one-time password opens nothing but its change, and it is disabled',
    go: async (scene) => {
      const name = `visitor-${String(Date.now())}`;
      const page = await scene.visit('/admin/accounts', { as: 'administrator' });
      await page.getByRole('button', { name: /新建账号/ }).click();
      await page.getByRole('dialog').getByRole('textbox').fill(name);
      await page.getByRole('button', { name: '建立' }).click();
      const once = page.getByRole('dialog', { name: /一次性密码/ });
      const password = (await once.locator('output').innerText()).replace(/\s/g, '');
      await once.getByRole('button', { name: /我已转告/ }).click();
      const other = await scene.visit('/sign-in?next=/office');
      await other.getByRole('textbox', { name: '账号' }).fill(name);
      await other.getByRole('textbox', { name: '密码' }).fill(password);
      await other.getByRole('button', { name: '登录', exact: true }).click();
      await other.getByRole('heading', { name: /设置您自己的密码|修改密码/ }).waitFor();
      const row = page.getByRole('row').filter({ hasText: name });
      await row.getByRole('button', { name: '停用' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: '停用' }).click();
      await page.getByText(`${name} 已停用`).waitFor();
      expect(
        await scene
          .clerk()
          .send('POST', '/api/session', JSON.stringify({ account: name, password }), { 'content-type': 'application/json' }),
      ).toMatchObject({ status: 401 });
    },
  },
  {
    name: 'the registrar sees appointments with their end, and sets a parameter whose history stays',
    go: async (scene) => {
      const page = await scene.visit('/admin/appointments', { as: 'registrar' });
      await settled(page);
      expect(await page.getByRole('listitem').filter({ hasText: /起|至/ }).count()).toBeGreaterThan(5);
      await page.goto('/admin/parameters');
      await page.getByLabel('按名称查找').fill('答复居民');
      const series = page.getByRole('listitem').filter({ hasText: '答复居民异议与提问' });
      await series.first().waitFor();
      expect(await series.first().innerText()).toContain('15');
      await series.first().getByRole('button').first().click();
      expect(await series.first().getByRole('list', { name: '沿革' }).innerText()).toMatch(/现行/);
      expect(await page.getByRole('button', { name: '设定新值' }).isVisible()).toBe(true);
    },
  },
  {
    name: 'is read by everybody: no serious violation of WCAG 2.2 AA',
    go: async (scene) => {
      for (const [path, as] of [
        ['/admin/health', 'administrator'],
        ['/admin/accounts', 'administrator'],
        ['/admin/parameters', 'registrar'],
      ] as const)
        expect([path, await violations(await scene.visit(path, { as }))]).toEqual([path, []]);
    },
  },
  {
    name: 'looks as agreed',
    go: async (scene) => {
      const page = await scene.visit('/admin/parameters', { as: 'registrar', still: true });
      await look(page, 'admin-parameters');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('政策参数');
    },
  },
];
