import type { Page } from 'playwright-core';
import type { Journey } from './journey';
import { CITY, ON, settled, violations } from './scene';

const STREET = '330681001';
const at = (path: string, more = ''): string => `${path}?asOf=${ON}${more}`;
const drawer = (page: Page) => page.getByRole('dialog', { name: /^依据/ });
const bare = (text: string): string => text.replace(/\s/g, '');

/** Whatever number leadership sees opens what it is made of: bars, tiles too small to hold a number, changes, and what is late. */
export const evidenceJourneys: readonly Journey[] = [
  {
    name: 'a bar of money opens the entries it is the sum of, by its table too, and leads on to its unit',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit/funds'), { as: 'leader', still: true });
      await settled(page);
      const paint = await page.evaluate<string>(`getComputedStyle(document.querySelector('.chart .host')).getPropertyValue('--c1').trim()`);
      // The last path of a series' colour is its mark in the legend; those furthest behind come first.
      await page.locator(`.chart .host svg path[fill="${paint}"]`).nth(-2).click();
      await drawer(page).waitFor();
      await settled(page);
      const told = bare(await drawer(page).innerText());
      const shown = /已到位([\d,.]+)万元/.exec(told)?.[1] ?? '';
      const total = /合计([\d,.]+)元/.exec(told)?.[1] ?? '';
      // What is drawn is rounded to a hundred yuan.
      const yuan = (text: string): number => Number(text.replaceAll(',', ''));
      expect(yuan(total)).toBeGreaterThan(0);
      expect(Math.abs(yuan(total) / 10_000 - yuan(shown))).toBeLessThan(0.0051);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /用表格看/ }).click();
      await page
        .getByRole('table')
        .first()
        .getByRole('button', { name: /看依据：未到位/ })
        .first()
        .press('Enter');
      await drawer(page)
        .getByRole('button', { name: /看依据：应到位/ })
        .press('Enter');
      await settled(page);
      expect(await drawer(page).innerText()).toMatch(/条记录/);
      await drawer(page).getByRole('link', { name: /^进入/ }).click();
      await page.waitForURL(/unit=330681\d{3}/);
    },
  },
  {
    name: 'a tile too small for its numbers opens a sheet of them, by touch and by the keyboard, with the way into its unit',
    go: async (scene) => {
      for (const size of ['phone', 'wide'] as const) {
        const page = await scene.visit(at('/cockpit', `&unit=${STREET}`), { as: 'leader', size, still: true });
        await settled(page);
        const tile = page
          .locator('.tile')
          .getByRole('button', { name: /看依据：.*(社区|居委会|村委会)/ })
          .last();
        await (size === 'phone' ? tile.tap() : tile.press('Enter'));
        await drawer(page).waitFor();
        await drawer(page)
          .getByRole('button', { name: /看依据：户数/ })
          .click();
        await settled(page);
        const told = bare(await drawer(page).innerText());
        expect(/合计([\d,]+)/.exec(told)?.[1]).toBe(/([\d,]+)户/.exec(told)?.[1]);
        expect(await violations(page)).toEqual([]);
        await drawer(page).getByRole('link', { name: /^进入/ }).click();
        await page.waitForURL(/unit=330681001\d{3}/);
      }
    },
  },
  {
    name: 'a change beside a target opens its two moments, each with the facts of its day',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit/policy/volunteers.hours'), { as: 'leader', still: true });
      await settled(page);
      await page.getByRole('button', { name: /看依据：.*走势$/ }).click();
      const moments = drawer(page).locator('.parts').getByRole('button');
      await moments.first().waitFor();
      expect(await moments.count()).toBe(2);
      await moments.last().click();
      await settled(page);
      const now = (await scene.clerk('leader').read(`evidence?number=volunteers.hours&asOf=${ON}`)).body;
      expect(bare(await drawer(page).innerText())).toContain(`${Number(now['count']).toLocaleString('zh-CN')}条记录`);
      await drawer(page).getByRole('button', { name: '返回' }).click();
      await moments.first().click();
      await settled(page);
      const told = bare(await drawer(page).innerText());
      const [, year, month, day] = /(\d{4})年(\d+)月(\d+)日的情况/.exec(told) ?? [];
      const before = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
      expect(before < ON).toBe(true);
      const then = (await scene.clerk('leader').read(`evidence?number=volunteers.hours&asOf=${before}`)).body;
      expect(told).toContain(`${Number(then['count']).toLocaleString('zh-CN')}条记录`);
    },
  },
  {
    name: 'a cell of what is late opens its things one by one, each with the fact that set its day, and the record of each',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit/overdue'), { as: 'leader', still: true });
      await settled(page);
      const { items } = (await scene.clerk('leader').read(`overdue?parent=${CITY}&asOf=${ON}&limit=500`)).body as {
        items: readonly { name: string; mechanism: string; late: number; label: { zh: string } }[];
      };
      const worst = items.filter(({ mechanism }) => mechanism === 'funds').sort((a, b) => b.late - a.late)[0];
      if (!worst) throw new Error('nothing is late');
      expect(worst.late).toBeGreaterThan(0);
      await page.getByRole('button', { name: new RegExp(`^${worst.name} ${worst.label.zh}`) }).click();
      await drawer(page).waitFor();
      await settled(page);
      const told = bare(await drawer(page).innerText());
      expect(told).toContain(`${worst.late}条记录`);
      expect(told).toContain(`合计${worst.late}`);
      expect(told).toMatch(/依据：参数已设定，2021年\d+月\d+日/);
      expect(await violations(page)).toEqual([]);
      await drawer(page).getByRole('link', { name: '看公开记录' }).first().click();
      await page.waitForURL('**/board/**line=**');
      await page.getByRole('dialog').getByText('应拨未到').first().waitFor();
    },
  },
];
