import type { Page } from 'playwright-core';
import { until } from '#embedded';
import type { Journey } from './journey';
import { COMMUNITY, focused, look, ON, settled, violations, type Scene } from './scene';

const board = (query = ''): string => `/board/${COMMUNITY}${query}`;
/** A wish is on the board at once, and nothing on it depends on the day. */
async function publish(scene: Scene, text: string): Promise<string> {
  const id = `w-${String(Date.now())}`;
  const { position } = await scene.clerk('desk').must(`wishes/${id}/post`, { text, unit: COMMUNITY });
  return position;
}
const lineWith = (page: Page, text: string) => page.getByRole('button').filter({ hasText: text }).first();

/** What residents do, on a phone and on the screen in a service centre. */
export const boardJourneys: readonly Journey[] = [
  {
    name: 'is found by pinyin initials, and leads to the board of the community',
    go: async (scene) => {
      const page = await scene.visit('/');
      await page.getByRole('main').getByRole('combobox').fill('jyjd');
      await page.getByRole('option').filter({ hasText: '暨阳街道' }).first().click();
      await page.waitForURL('**/board/330681001**');
      await settled(page);
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('暨阳街道');
    },
  },
  {
    name: 'every payment opens its story in plain words, step by step, under an address of its own with a code to scan',
    go: async (scene) => {
      const page = await scene.visit(board(`?asOf=${ON}&topic=finance`));
      await settled(page);
      await page.getByRole('button').filter({ hasText: '元' }).filter({ hasText: /公开/ }).first().click();
      const story = page.getByRole('dialog');
      await story.waitFor();
      await settled(page);
      const told = await story.innerText();
      expect(told).toMatch(/办理经过/);
      expect(told).toMatch(/\d{4}年\d{1,2}月\d{1,2}日/);
      expect(told).not.toMatch(/[A-Z][a-z]+(ed|Requested|Approved|Paid)\b/);
      const address = await story.getByRole('img', { name: /扫码/ }).getAttribute('aria-label');
      const scanned = /http\S+/.exec(address ?? '')?.[0] ?? '';
      const phone = await scene.visit(scanned.replace(scene.url, ''), { size: 'phone' });
      await phone.getByRole('dialog').waitFor();
      await settled(phone);
      expect(await phone.getByRole('dialog').getByRole('heading', { level: 2 }).innerText()).toBe(
        await story.getByRole('heading', { level: 2 }).innerText(),
      );
    },
  },
  {
    name: 'finds a line by two characters and by initials, here and in the whole city',
    go: async (scene) => {
      const page = await scene.visit(board(`?asOf=${ON}`));
      const search = page.getByRole('search', { name: '在公开事项中查找' }).getByRole('textbox');
      for (const q of ['经费', 'jf']) {
        await search.fill(q);
        await search.press('Enter');
        await page.waitForURL(`**q=${encodeURIComponent(q)}**`);
        await settled(page);
        expect(await page.locator('#main').innerText()).toContain('经费');
      }
    },
  },
  {
    name: 'a resident asks without a login, gets a receipt code, and finds the secretary’s answer by it',
    go: async (scene) => {
      const wish = `一盏路灯 ${String(Date.now())}`;
      await publish(scene, wish);
      const page = await scene.visit(board(), { size: 'phone' });
      await lineWith(page, wish).click();
      const story = page.getByRole('dialog');
      await story.getByText('提问或提出异议').click();
      await story.getByLabel('您想问什么').fill('什么时候装好？请打 13812345678');
      await story.getByRole('button', { name: '提交', exact: true }).click();
      await story.getByText(/不能含电话/).waitFor();
      await story.getByLabel('您想问什么').fill('什么时候装好？');
      await story.getByRole('button', { name: '提交', exact: true }).click();
      const code = (await story.getByRole('status').locator('output').innerText()).replace(/\s/g, '');
      expect(code).toMatch(/^r[0-9a-z]{9}$/);
      const { position } = await scene.clerk('secretary', 1).must(`objections/${code}/answer`, { text: '本月底前装好' });
      await scene.clerk().read(`objections/${code}`, position);
      const later = await scene.visit(`/answers/${code}`);
      await later.getByText('本月底前装好').waitFor();
      const again = await scene.visit(board());
      await again.getByRole('button').filter({ hasText: wish }).getByText('居民提问 1 条').waitFor();
    },
  },
  {
    name: 'what is recorded appears within two seconds, without being asked for',
    go: async (scene) => {
      const page = await scene.visit(board());
      await settled(page);
      await page.getByText('实时更新').first().waitFor();
      const text = `一副老花镜 ${String(Date.now())}`;
      await publish(scene, text);
      await lineWith(page, text).waitFor({ timeout: 2_000 });
      expect(await lineWith(page, text).isVisible()).toBe(true);
    },
  },
  {
    name: 'survives the loss of the network with the last data, and comes back by itself',
    go: async (scene) => {
      const { page, line } = await scene.visitOverLine(board());
      await settled(page);
      await page.getByText('实时更新').first().waitFor();
      const lines = page.locator('#main .line');
      const before = await lines.count();
      line.refuse();
      await page
        .getByText(/网络中断|正在重连/)
        .first()
        .waitFor();
      expect(await lines.count()).toBe(before);
      const text = `一台轮椅 ${String(Date.now())}`;
      await publish(scene, text);
      line.resume();
      await lineWith(page, text).waitFor({ timeout: 60_000 });
      await page.getByText('实时更新').first().waitFor();
      expect(await page.getByText(/网络中断|正在重连/).count()).toBe(0);
    },
  },
  {
    name: 'is read by the keyboard alone: from the skip link to a line, its story, and back to the line',
    go: async (scene) => {
      const page = await scene.visit(board(`?asOf=${ON}`));
      await settled(page);
      await page.keyboard.press('Tab');
      expect(await focused(page)).toContain('跳到正文');
      await page.keyboard.press('Enter');
      const reached = await until(async () => {
        await page.keyboard.press('Tab');
        return page.evaluate<boolean>(`document.activeElement?.matches('#main .line') === true`);
      }, 15_000);
      expect(reached).toBe(true);
      const line = await focused(page);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      expect(await focused(page)).toBe(line);
    },
  },
  {
    name: 'has no serious violation of WCAG 2.2 AA: the way in, a board, a story, the answers, on a screen and a phone',
    go: async (scene) => {
      for (const size of ['wide', 'phone'] as const) {
        for (const path of ['/', board(`?asOf=${ON}`), '/answers'])
          expect([path, size, await violations(await scene.visit(path, { size }))]).toEqual([path, size, []]);
        const page = await scene.visit(board(`?asOf=${ON}`), { size });
        await page.locator('#main .line').first().click();
        await page.getByRole('dialog').waitFor();
        expect(['story', size, await violations(page)]).toEqual(['story', size, []]);
      }
    },
  },
  {
    name: 'the overview of a screen cuts no topic off, on a phone and in large print, and dates what is open by its due day',
    go: async (scene) => {
      for (const size of ['phone', 'wide'] as const) {
        const page = await scene.visit(`/board/${COMMUNITY}?kiosk=1`, { size });
        await settled(page);
        if (size === 'wide') await page.getByRole('button', { name: '大字版' }).click();
        await page.locator('.overview .topic').first().waitFor();
        const cut = `[...document.querySelectorAll('.overview .topic')].filter((one) => one.scrollHeight > one.clientHeight + 1).length`;
        expect(await until(async () => (await page.evaluate<number>(cut)) === 0, 5_000)).toBe(true);
        expect(await page.locator('.overview .topic time').first().innerText()).toMatch(/^期限 \d{4}年/);
        await page.context().close();
      }
    },
  },
  {
    name: 'on a screen in a service centre: turns its pages, stops at a touch, and the keyboard cannot leave it',
    go: async (scene) => {
      const page = await scene.visit(board('?kiosk=1'), { size: 'upright' });
      await settled(page);
      const address = page.url();
      const where = page.getByText(/第 \d+ 页，共 \d+ 页/);
      const first = await where.innerText();
      expect(await until(async () => (await where.innerText()) !== first, 40_000)).toBe(true);
      await page.getByRole('heading', { level: 1 }).click();
      await page.getByText(/已暂停/).waitFor();
      for (const key of ['Alt+ArrowLeft', 'Control+l', 'F5', 'Backspace']) await page.keyboard.press(key);
      for (let n = 0; n < 40; n += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(`document.activeElement?.closest('#main') !== null`)).toBe(true);
      }
      await page.evaluate('history.back()');
      await page.getByRole('main', { name: '大屏公开栏' }).waitFor();
      expect(page.url()).toBe(address);
      expect(await violations(page)).toEqual([]);
    },
  },
  ...(['wide', 'upright', 'great', 'phone', 'small'] as const).map((size): Journey => ({
    name: `looks as agreed: ${size}`,
    go: async (scene) => {
      const page = await scene.visit(board(`?asOf=${ON}`), { size, still: true });
      await look(page, `board-${size}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  })),
];
