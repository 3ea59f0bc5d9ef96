import type { Journey } from './journey';
import { CITY, look, ON, settled, violations } from './scene';

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
    name: 'the facts behind a sum are as many as it says, add up to it, and lead to the story of a payment',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit/funds'), { as: 'leader', still: true });
      await settled(page);
      await page
        .getByRole('button', { name: /看依据：已支出/ })
        .first()
        .click();
      const drawer = page.getByRole('dialog', { name: /^依据/ });
      await drawer.waitFor();
      await settled(page);
      const { count, total } = (await scene.clerk('leader').read(`evidence?number=funds.sum-paid&year=${ON.slice(0, 4)}&asOf=${ON}`)).body;
      expect(Number(count)).toBeGreaterThan(0);
      const yuan = (Number(total) / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
      expect((await drawer.getByRole('heading', { level: 3 }).innerText()).replace(/\s/g, '')).toContain(
        `${Number(count).toLocaleString('zh-CN')}条记录`,
      );
      expect(await drawer.innerText()).toContain(yuan);
      expect(await violations(page)).toEqual([]);
      await drawer.getByRole('listitem').getByRole('link').first().click();
      await page.waitForURL('**/board/**line=**');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'without a term of office there is no coverage to show: the cockpit says so and what opens one, and compares without it',
    go: async (scene) => {
      const paths = [at('/cockpit/coverage'), at('/cockpit', '&by=inspected'), at('/cockpit/compare', `&asOf2=${ON}`)];
      for (const path of paths) {
        const page = await scene.visit('/board', { as: 'leader', still: true });
        // The api's own answer where there is no such term, as a ledger gives it that has none yet.
        await page.route('**/api/coverage/inspections?**', (route) => route.continue({ url: `${route.request().url()}&term=none` }));
        await page.goto(path);
        await settled(page);
        expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
        if (path.includes('/compare'))
          await page
            .getByRole('row', { name: /巡察覆盖/ })
            .getByText('暂无数据')
            .first()
            .waitFor();
        else await page.getByText('还没有届期').waitFor();
      }
    },
  },
  {
    name: 'a subdistrict is shown its own coverage, a community its own',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit/coverage', `&unit=${STREET}`), { as: 'leader', still: true });
      await settled(page);
      const { levels } = (await scene.clerk().read(`coverage/inspections?unit=${STREET}&asOf=${ON}`)).body as {
        levels: readonly { due: number; inspected: number }[];
      };
      expect(levels[0]?.due).toBe(1);
      expect((await page.locator('#main').innerText()).replace(/\s/g, '')).toContain(`${String(levels[0]?.inspected)}/1`);
      await page.getByRole('button', { name: '用表格看' }).first().click();
      await page
        .getByRole('table')
        .getByRole('button', { name: /看依据/ })
        .last()
        .click();
      await page.getByRole('dialog', { name: /^依据/ }).waitFor();
    },
  },
  {
    name: 'the tiles of the map open what their numbers rest on, and lead into their unit',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit'), { as: 'leader', still: true });
      await settled(page);
      const tile = page.locator('.tile.all').first();
      await tile
        .getByRole('button', { name: /看依据/ })
        .last()
        .click();
      const drawer = page.getByRole('dialog', { name: /^依据/ });
      await drawer.waitFor();
      await settled(page);
      expect(await drawer.getByRole('listitem').count()).toBeGreaterThan(0);
      await page.keyboard.press('Escape');
      await tile.getByRole('link').click();
      await page.waitForURL(/unit=330681\d{3}/);
    },
  },
  {
    name: 'on a wall: shows until its end, records nothing, and leaving it leads to the sign-in',
    go: async (scene) => {
      const page = await scene.visit(at('/cockpit', '&screen=1'), { as: 'leader' });
      await settled(page);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: '设为展示屏' }).click();
      await page.getByRole('dialog', { name: '设为展示屏' }).getByRole('button', { name: '设为展示屏' }).click();
      await page.getByText(/展示屏 · 只读 · 至/).waitFor();
      const refused = await page.evaluate<{ readonly status: number; readonly code: string }>(`(async () => {
        const { token } = JSON.parse(sessionStorage.getItem('ledger.session'));
        const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json', 'idempotency-key': 'from-the-wall' };
        const answer = await fetch('/api/notes/from-the-wall/send', { method: 'POST', headers, body: '{}' });
        return { status: answer.status, code: (await answer.json()).code };
      })()`);
      expect(refused).toEqual({ status: 403, code: 'access.wall' });
      await page.goto('/cockpit/notes');
      await page.waitForURL(/screen=1/);
      await page.getByRole('button', { name: '退出大屏' }).click();
      await page.waitForURL('**/sign-in**');
      await page.goto('/cockpit');
      await page.waitForURL('**/sign-in**');
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
