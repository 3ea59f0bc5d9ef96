import type { Journey } from './journey';
import { CITY, look, ON, settled } from './scene';

const at = (path: string, more = ''): string => `${path}?asOf=${ON}${more}`;
const STREET = '330681001';
const UNIT = '330681001001';

/** What leadership looks at: numbers that open what they rest on, from the city down to a record, and a word to a unit. */
export const cockpitJourneys: readonly Journey[] = [
  {
    name: 'every number opens the records it rests on, and the keyboard closes them',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit'), { as: 'leader', still: true });
      await settled(page);
      const figures = page.getByRole('button', { name: /看依据/ });
      expect(await figures.count()).toBeGreaterThan(5);
      for (const index of [0, 2]) {
        await figures.nth(index).focus();
        await page.keyboard.press('Enter');
        const drawer = page.getByRole('dialog', { name: /^依据/ });
        await drawer.waitFor();
        await settled(page);
        expect((await drawer.innerText()).length).toBeGreaterThan(20);
        await page.keyboard.press('Escape');
        await drawer.waitFor({ state: 'hidden' });
      }
    },
  },
  {
    name: 'leads from the city to a street, a community and its public records',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit'), { as: 'leader', still: true });
      await page
        .getByRole('link', { name: /暨阳街道/ })
        .first()
        .click();
      await page.waitForURL(`**unit=${STREET}**`);
      await page
        .getByRole('link', { name: /江新社区|社区/ })
        .first()
        .waitFor();
      await page.goto(at('/cockpit', `&unit=${UNIT}`));
      await settled(page);
      expect(new URL(page.url()).searchParams.get('asOf')).toBe(ON);
      await page.getByRole('navigation', { name: '当前位置' }).getByRole('link', { name: '诸暨市' }).click();
      await page.waitForURL(`**unit=${CITY}**`);
    },
  },
  {
    name: 'compares two days in plain words',
    go: async (scene) => {
      const page = await scene.visit('/cockpit', { as: 'leader', still: true });
      await page.getByRole('link', { name: '对比两天' }).click();
      await page.waitForURL('**/cockpit/compare**');
      await page.goto(`/cockpit/compare?asOf=2021-01-20&asOf2=${ON}`);
      await settled(page);
      expect(await page.locator('#main').innerText()).toMatch(/好转|变差|变化/);
    },
  },
  {
    name: 'a note to a unit waits in the work of its secretary',
    go: async (scene) => {
      const text = '请在本周内说明工作经费到位情况';
      const page = await scene.visit(`/cockpit?unit=${UNIT}`, { as: 'leader' });
      await page
        .getByRole('button', { name: /发提醒/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: /发提醒/ });
      await dialog.getByLabel('要说的话').fill(text);
      await dialog.getByRole('button', { name: '发出' }).click();
      await page.getByText('已发出').waitFor();
      const { body } = await scene.clerk('secretary', 1).read('tasks');
      expect(JSON.stringify(body['items'])).toContain(text);
    },
  },
  ...(['wide', 'great', 'phone'] as const).map((size): Journey => ({
    name: `looks as agreed: ${size}`,
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit', size === 'great' ? '&screen=1' : ''), { as: 'leader', size, still: true });
      await look(page, `cockpit-${size}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  })),
];
