import type { Page } from 'playwright-core';
import type { Journey } from './journey';
import { COMMUNITY, focused, ON, settled, violations, type Scene, type Visit } from './scene';

/** What anybody reaches without an account. */
const PUBLIC = ['/', `/board/${COMMUNITY}?asOf=${ON}`, '/answers', '/sign-in', '/no/such/page'];
/** A screen of every kind, with the role it is for. */
const SIGNED_IN: readonly (readonly [path: string, as: string])[] = [
  ['/cockpit', 'leader'],
  ['/cockpit/policy', 'leader'],
  ['/cockpit/coverage', 'leader'],
  ['/cockpit/funds', 'leader'],
  ['/cockpit/overdue', 'leader'],
  ['/cockpit/compare', 'leader'],
  ['/cockpit/notes', 'leader'],
  ['/audit', 'auditor'],
  [`/audit/timeline?unit=${COMMUNITY}`, 'auditor'],
  ['/audit/access', 'auditor'],
  ['/office', 'clerk'],
  ['/office/do', 'clerk'],
  ['/office/registers', 'clerk'],
  ['/office/sent', 'clerk'],
  ['/office/drafts', 'clerk'],
  ['/office/excel', 'clerk'],
  ['/password', 'clerk'],
  ['/admin/health', 'administrator'],
  ['/admin/accounts', 'administrator'],
  ['/admin/appointments', 'registrar'],
  ['/admin/mandates', 'registrar'],
  ['/admin/organisations', 'registrar'],
  ['/admin/parameters', 'registrar'],
];

async function at(scene: Scene, path: string, visit: Visit): Promise<Page> {
  const page = await scene.visit(path, visit);
  await settled(page);
  return page;
}

/** Controls a finger misses: smaller than 44 px one way or the other. Links within a sentence may be as high as its line; a box counts with its label. */
const TOO_SMALL = `[...document.querySelectorAll('a, button, select, input, textarea, summary')].flatMap((one) => {
  const box = (one.matches('input[type=checkbox], input[type=radio], .day-field input') ? (one.closest('label, .day-field') ?? one) : one).getBoundingClientRect();
  const style = getComputedStyle(one);
  if (box.width < 2 || box.height < 2 || style.visibility === 'hidden' || style.display === 'inline') return [];
  return box.height < 43.5 || box.width < 36 ? [(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 20) + ' ' + Math.round(box.width) + '×' + Math.round(box.height)] : [];
})`;

/** Parts of a line that the edge of the window cuts off. */
const CUT = `[...document.querySelectorAll('#main .line *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.className)`;

/** What WCAG 1.4.12 lets a reader set for himself. */
const SPACED =
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }';

/** The focused element lies under something else at its own middle: under the bar that stays on top, for one. */
const COVERED = `(() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  if (width < 2 || height < 2) return '';
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  return over === null || one.contains(over) || over.contains(one) ? '' : (one.textContent ?? '').trim().slice(0, 30) + ' under ' + over.className;
})()`;

/** What a reader brings along: large letters, no mouse, colours of his own, a narrow window, a finger. */
export const accessJourneys: readonly Journey[] = [
  {
    name: 'an address that leads nowhere says so, and leads on',
    go: async (scene) => {
      const page = await at(scene, '/no/such/page', { size: 'phone' });
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('没有这个页面');
      expect(await page.title()).toContain('没有这个页面');
      await page.getByRole('main').getByRole('link', { name: '去公开栏' }).click();
      await page.getByRole('heading', { level: 1, name: '看看您身边的公开事项' }).waitFor();
      const clerk = await at(scene, '/office/nowhere', { as: 'clerk' });
      await clerk.getByRole('link', { name: '回到我的页面' }).click();
      await clerk.waitForURL('**/office');
    },
  },
  {
    name: 'a receipt code that cannot be one is said at its field',
    go: async (scene) => {
      const page = await at(scene, '/answers/abcdefghjk', {});
      const field = page.getByRole('textbox', { name: /回执编号/ });
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await page.getByText('编号应为 r 加 9 位字母数字').waitFor();
      expect(await page.getByText('再试一次').count()).toBe(0);
    },
  },
  {
    name: 'on a phone, a town chosen shows its communities where the eye is',
    go: async (scene) => {
      const page = await at(scene, '/', { size: 'phone' });
      await page.getByRole('button', { name: '暨阳街道', exact: true }).click();
      const community = page.getByRole('link', { name: '江东社区', exact: true });
      await community.waitFor();
      const box = await community.boundingBox();
      expect(box?.y).toBeGreaterThan(0);
      expect(box?.y).toBeLessThan(844);
      await page.getByText('暨阳街道，', { exact: false }).first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'what is followed by keyboard is where the keyboard goes on, and the language chosen is the language said',
    go: async (scene) => {
      const page = await at(scene, '/', {});
      await page.getByRole('button', { name: 'English' }).click();
      expect(await page.evaluate('document.documentElement.lang')).toBe('en');
      expect(await page.title()).toBe('Public governance ledger');
      await page.reload();
      await settled(page);
      expect(await page.evaluate('document.documentElement.lang')).toBe('en');
      await page.getByRole('button', { name: '中文' }).click();
      const link = page.getByRole('link', { name: '凭回执编号查答复' });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/answers');
      await settled(page);
      expect(await page.evaluate('document.activeElement?.id')).toBe('main');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(`document.activeElement?.closest('#main') !== null`)).toBe(true);
      expect(await focused(page)).toBeDefined();
    },
  },
  {
    name: 'nothing that has the focus is hidden under the bar on top',
    go: async (scene) => {
      const page = await at(scene, PUBLIC[1] as string, {});
      for (let n = 0; n < 40; n += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(COVERED)).toBe('');
      }
      for (let n = 0; n < 30; n += 1) {
        await page.keyboard.press('Shift+Tab');
        expect(await page.evaluate(COVERED)).toBe('');
      }
    },
  },
  {
    name: 'fits 320 px without scrolling sideways, also in large letters and with wider spacing',
    go: async (scene) => {
      for (const path of PUBLIC) {
        const page = await at(scene, path, { size: 'small' });
        await page.setViewportSize({ width: 320, height: 640 });
        const wider = (): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect([path, await wider()]).toEqual([path, 0]);
        await page.getByRole('button', { name: '大字' }).click();
        expect([path, 'large', await wider()]).toEqual([path, 'large', 0]);
        await page.addStyleTag({ content: SPACED });
        expect([path, 'spaced', await wider()]).toEqual([path, 'spaced', 0]);
        expect([path, await page.evaluate(CUT)]).toEqual([path, []]);
        await scene.leave();
      }
    },
  },
  {
    name: 'every control of the public pages is as large as a finger',
    go: async (scene) => {
      for (const path of PUBLIC) {
        const page = await at(scene, path, { size: 'phone' });
        expect([path, await page.evaluate(TOO_SMALL)]).toEqual([path, []]);
        expect([path, await page.locator('h1').count()]).toEqual([path, 1]);
      }
      const page = await at(scene, PUBLIC[1] as string, { size: 'phone' });
      await page.locator('#main .line').first().click();
      await page.getByRole('dialog').waitFor();
      await settled(page);
      expect(await page.evaluate(TOO_SMALL)).toEqual([]);
    },
  },
  {
    name: 'in the reader’s own colours, what is chosen and how far a bar reaches still show; nothing moves for who wants no motion',
    go: async (scene) => {
      const page = await at(scene, PUBLIC[1] as string, {});
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      const ground = (place: string): Promise<string> =>
        page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(place)})).backgroundColor`);
      const [chosen, other] = [await ground('.topics [aria-pressed="true"]'), await ground('.topics [aria-pressed="false"]')];
      expect(chosen).not.toBe(other);
      expect(await ground('.share .bar i')).not.toBe(await ground('.share .bar'));
      expect(await page.evaluate(`document.getAnimations().filter((one) => one.playState === 'running').length`)).toBe(0);
    },
  },
  {
    name: 'no screen of any area has a serious violation of WCAG 2.2 AA, nor scrolls sideways on a phone',
    go: async (scene) => {
      for (const [path, as] of SIGNED_IN) {
        const page = await at(scene, path, { as, size: 'phone' });
        expect([path, await violations(page)]).toEqual([path, []]);
        expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([path, 0]);
        expect([path, await page.locator('h1').count()]).toEqual([path, 1]);
        await scene.leave();
      }
    },
  },
];
