import type { Page } from 'playwright-core';
import { until } from '#embedded';
import type { Journey } from './journey';
import { COMMUNITY, look, settled, violations, type Scene } from './scene';
import { sheetJourneys } from './sheet.journeys';

const unique = (): string => String(Date.now());

/** A form as somebody fills it in: the community is found by its code, the id stays as proposed. */
async function fillWish(page: Page, text: string): Promise<void> {
  await page.locator('#main form').waitFor();
  await page.getByLabel('微心愿').fill(text);
  const unit = page.getByRole('combobox', { name: /所属单位/ });
  if (!(await unit.inputValue()).includes('江东社区')) {
    await unit.fill(COMMUNITY);
    await page.getByRole('option').filter({ hasText: '江东社区' }).first().click();
  }
}

/** Whoever submits is told that it is recorded; else what stands there instead is what went wrong. */
async function recorded(page: Page): Promise<void> {
  const told = page.getByText(/已记录/).first();
  if (!(await until(async () => (await told.count()) > 0 && (await told.isVisible()), 15_000)))
    throw new Error(`not recorded: ${await page.locator('#main').innerText()}`);
}

async function wishes(scene: Scene, text: string, after?: string): Promise<number> {
  const { body } = await scene.clerk().read(`wishes?q=${encodeURIComponent(text)}&limit=100`, after);
  return (body['items'] as readonly { readonly text: string }[]).filter((wish) => wish.text === text).length;
}

/** A clerk's day: forms from the declarations, drafts, what waits, what became of what was sent, and a network that comes and goes. */
export const officeJourneys: readonly Journey[] = [
  {
    name: 'a form generated from its declaration says what is wrong as one types, records, and shows what became of it',
    go: async (scene) => {
      const text = `一副老花镜 ${unique()}`;
      const page = await scene.visit('/office/do/wishes/post', { as: 'clerk' });
      await page.locator('#main form').waitFor();
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByRole('alert').first().waitFor();
      await fillWish(page, text);
      await page.getByRole('button', { name: '提交' }).click();
      await recorded(page);
      await page.goto('/office/sent');
      await page.getByText(text).first().waitFor();
      expect(await page.locator('#main').innerText()).toMatch(/已记录/);
    },
  },
  {
    name: 'without a network what is submitted waits on the device, and is recorded once when it is back',
    go: async (scene) => {
      const text = `一根拐杖 ${unique()}`;
      const { page, line } = await scene.visitOverLine('/office/do/wishes/post', { as: 'clerk', size: 'phone' });
      await fillWish(page, text);
      line.refuse();
      await page.getByRole('button', { name: '提交' }).click();
      await page.getByText('待发送').first().waitFor();
      expect(await wishes(scene, text)).toBe(0);
      line.resume();
      await page
        .getByText(/已记录/)
        .first()
        .waitFor({ timeout: 60_000 });
      await until(async () => (await wishes(scene, text)) > 0, 15_000);
      expect(await wishes(scene, text)).toBe(1);
    },
  },
  {
    name: 'an answer lost on the way does not record twice',
    go: async (scene) => {
      const text = `一盏台灯 ${unique()}`;
      const page = await scene.visit('/office/do/wishes/post', { as: 'clerk' });
      let lost = 0;
      await page.route('**/api/wishes/*/post', async (route) => {
        if (lost > 0) return route.continue();
        lost += 1;
        await route.fetch();
        return route.abort('connectionreset');
      });
      await fillWish(page, text);
      await page.getByRole('button', { name: '提交' }).click();
      await page
        .getByText(/已记录/)
        .first()
        .waitFor({ timeout: 60_000 });
      await until(async () => (await wishes(scene, text)) > 0, 15_000);
      expect([lost, await wishes(scene, text)]).toEqual([1, 1]);
    },
  },
  {
    name: 'what was begun and left is a draft on the device, and is gone on with',
    go: async (scene) => {
      const text = `一台收音机 ${unique()}`;
      const page = await scene.visit('/office/do/wishes/post', { as: 'clerk' });
      await fillWish(page, text);
      await page.getByText(/草稿已存在本机/).waitFor();
      await page.goto('/office/drafts');
      await page.getByRole('link', { name: '接着填' }).first().click();
      await page.locator('#main form').waitFor();
      expect(await page.getByLabel('微心愿').inputValue()).toBe(text);
    },
  },
  {
    name: 'what waits for a secretary is done from the list, and leaves it',
    go: async (scene) => {
      const [id, text] = [`n-${unique()}`, `请说明巡察整改进度 ${unique()}`];
      const { position } = await scene.clerk('leader').must(`notes/${id}/send`, { unit: COMMUNITY, text });
      await scene.clerk('secretary', 1).read('tasks', position);
      const page = await scene.visit('/office', { as: 'secretary', nth: 1 });
      await page.getByRole('button').filter({ hasText: text }).first().click();
      await page.getByRole('textbox', { name: /答复/ }).fill('本周五前完成');
      await page.getByRole('button', { name: '答复提醒' }).last().click();
      const left = page.getByRole('region', { name: '我的待办' }).getByRole('button').filter({ hasText: text });
      await left.first().waitFor({ state: 'detached' });
      const note = async () =>
        ((await scene.clerk('leader').read('notes')).body['items'] as readonly Readonly<Record<string, unknown>>[]).find(
          (one) => one['id'] === id,
        );
      await until(async () => (await note())?.['status'] === 'answered', 15_000);
      expect(await note()).toMatchObject({ status: 'answered', answer: '本周五前完成' });
    },
  },
  {
    name: 'a page whose files did not arrive is whole once the network is back',
    go: async (scene) => {
      const page = await scene.visit('/board', { as: 'clerk' });
      const lost = '**/assets/Registers*';
      await page.route(lost, (route) => route.abort('internetdisconnected'));
      await page.goto('/office/drafts');
      const lostOne = page.waitForEvent('requestfailed');
      await page.getByRole('link', { name: '登记簿' }).click();
      await lostOne;
      await page.unroute(lost);
      await page.getByRole('link', { name: '登记簿' }).click();
      await page.getByRole('heading', { level: 1, name: '登记簿' }).waitFor();
      await settled(page);
      const cards = page.locator('#main').getByRole('link', { name: /户数与人口|区划/ });
      const [one, two] = [await cards.nth(0).boundingBox(), await cards.nth(1).boundingBox()];
      // Cards beside or below one another, as the page's own style lays them.
      expect(one!.y + one!.height <= two!.y || one!.x + one!.width <= two!.x).toBe(true);
    },
  },
  {
    name: 'what was entered stays when the declarations kept on the device are read anew',
    go: async (scene) => {
      const page = await scene.visit('/office/do/wishes/post', { as: 'clerk' });
      await page.locator('#main form').waitFor();
      await page.waitForLoadState('networkidle');
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/api/forms**', async (route) => {
        await held;
        await route.continue();
      });
      await page.reload();
      await page.getByLabel('微心愿').fill('一盏不会丢的灯');
      release();
      await page.waitForLoadState('networkidle');
      await settled(page);
      expect(await page.getByLabel('微心愿').inputValue()).toBe('一盏不会丢的灯');
    },
  },
  {
    name: 'what was sent by mistake is taken back by a further record, with its reason',
    go: async (scene) => {
      const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
      const [city, street] = [`330681.${year}.work`, `330681001.${year}.work`];
      await scene.clerk('finance').must(`funds/${city}/budget`, { amountFen: 1_000_000 + (Date.now() % 1_000_000) });
      const page = await scene.visit(
        `/office/do/funds/send?id=${city}&with=${encodeURIComponent(JSON.stringify({ to: street, sending: `s-${unique()}`, amountFen: 12_300 }))}`,
        { as: 'finance' },
      );
      await page.locator('#main form').waitFor();
      await page.getByRole('button', { name: '提交' }).click();
      await recorded(page);
      await page.goto('/office/sent');
      await page.getByRole('link', { name: '撤回' }).first().click();
      await page.locator('#main form').waitFor();
      await settled(page);
      await page.getByRole('textbox', { name: /理由|原因/ }).fill('拨错了街道');
      await page.getByRole('button', { name: '提交' }).click();
      await recorded(page);
      await page.goto('/office/sent');
      await settled(page);
      expect(await page.getByText(/已记录/).count()).toBeGreaterThanOrEqual(2);
    },
  },
  {
    name: 'what was refused elsewhere is seen here, apart, with why and what next, and without what was in it',
    go: async (scene) => {
      const text = `一张不该有号码的床 13${String(Date.now()).slice(-9)}`;
      const refused = await scene.clerk('clerk').ask(`wishes/n${unique()}/post`, { text, unit: COMMUNITY });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      const page = await scene.visit('/office/sent', { as: 'clerk', size: 'phone' });
      const told = page.getByRole('listitem').filter({ hasText: '被退回' });
      const shown = async (): Promise<boolean> => {
        await page.getByRole('button', { name: /已入账/ }).click();
        await page.getByRole('button', { name: '被退回（全部设备）' }).click();
        await settled(page);
        return (await told.count()) > 0;
      };
      expect(await until(shown, 15_000)).toBe(true);
      expect(await told.first().innerText()).toMatch(/发布微心愿|微心愿/);
      expect(await page.locator('#main').innerText()).not.toContain('不该有号码的床');
      expect(await violations(page)).toEqual([]);
    },
  },
  ...sheetJourneys,
  {
    name: 'has no serious violation of WCAG 2.2 AA, on a screen and a phone',
    go: async (scene) => {
      for (const size of ['wide', 'phone'] as const)
        for (const path of ['/office', '/office/do', '/office/do/wishes/post', '/office/registers/wishes'])
          expect([path, size, await violations(await scene.visit(path, { as: 'clerk', size }))]).toEqual([path, size, []]);
    },
  },
  ...(['wide', 'phone'] as const).map((size): Journey => ({
    name: `looks as agreed: ${size}`,
    go: async (scene) => {
      const page = await scene.visit('/office/do', { as: 'secretary', nth: 1, size, still: true });
      await look(page, `office-${size}`, [page.locator('.badge')]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  })),
];
