import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { until } from '#embedded';
import type { Journey } from './journey';
import { COMMUNITY, look, ON, settled, violations } from './scene';

const timeline = (query: string): string => `/audit/timeline?${query}`;
/** Nothing that is recorded today is in it. */
const STILL = `unit=${COMMUNITY}&until=${ON}&knownAt=${ON}`;

/** A picture like no other. */
function scanOf(number: number): Buffer {
  const scan = new PNG({ width: 64, height: 64 });
  scan.data.fill(255);
  scan.data.writeDoubleBE(number);
  return PNG.sync.write(scan);
}

/** What the discipline commission does: look for anything, follow it, compare two moments, take the file along; and is itself on record. */
export const auditJourneys: readonly Journey[] = [
  {
    name: 'one search leads to the timeline of a unit, and a fact says who, when, and under which mandate',
    go: async (scene) => {
      const page = await scene.visit('/audit', { as: 'auditor' });
      await page.getByRole('searchbox').first().fill('江东社区');
      await page.getByRole('button', { name: '检索', exact: true }).click();
      await page.getByRole('link').filter({ hasText: '江东社区' }).first().click();
      await page.waitForURL('**/audit/timeline**');
      await page.goto(timeline(STILL));
      await settled(page);
      await page.getByRole('listitem').filter({ hasText: '经费' }).getByRole('button').first().click();
      const fact = page.getByRole('article');
      await fact.waitFor();
      await settled(page);
      const told = await fact.innerText();
      for (const part of ['发生', '记录', '办理人', '依据', '来源']) expect(told).toContain(part);
    },
  },
  {
    name: 'shows what two moments differ in',
    go: async (scene) => {
      const page = await scene.visit(timeline(`${STILL}&compare=yes&a=2021-01-20&b=2021-02-20`), { as: 'auditor' });
      await settled(page);
      await page.getByText(/其间 [\d,]+ 条事实/).waitFor();
      await page.locator('ins').first().waitFor();
      expect(await page.locator('del').count()).toBeGreaterThan(0);
    },
  },
  {
    name: 'a scan that was attached opens beside its fact, and one that nobody uploaded is told of with what to do',
    go: async (scene) => {
      const [clerk, payment] = [scene.clerk('clerk'), `p-${Date.now()}`];
      const scan = scanOf(Date.now());
      const sent = await clerk.send('POST', '/api/attachments', scan, { 'content-type': 'image/png' });
      const vouchers = [String(sent.body['hash']), createHash('sha256').update(payment).digest('hex')];
      expect(vouchers[0]).toBe(createHash('sha256').update(scan).digest('hex'));
      const account = `${COMMUNITY}.2021.work`;
      const payee = { organisation: { name: '照明公司', account: '6222000000000000' } };
      const { revision, position } = await clerk.must(`funds/${account}/request`, {
        payment,
        purpose: '楼道照明',
        amountFen: 1,
        payee,
        vouchers,
      });
      await scene.clerk('auditor').read(`funds/${account}`, position);
      const page = await scene.visit(timeline(`category=funds&id=${account}&fact=funds-${account}@${revision}`), { as: 'auditor' });
      const fact = page.getByRole('article');
      await fact.getByRole('button', { name: `打开附件 ${vouchers[0]?.slice(0, 12)}` }).click();
      const picture = page.getByRole('dialog');
      await picture.getByRole('img').waitFor();
      const isDrawn = (): Promise<boolean> =>
        picture.getByRole('img').evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth === 64);
      expect(await until(isDrawn, 10_000)).toBe(true);
      expect(await picture.innerText()).toContain(vouchers[0]);
      await page.keyboard.press('Escape');
      await fact.getByRole('button', { name: `打开附件 ${vouchers[1]?.slice(0, 12)}` }).click();
      await page.getByRole('alert').filter({ hasText: '这个指纹没有上传过文件' }).waitFor();
      // Who approves the payment sees the same scan before saying yes.
      const desk = await scene.visit('/office', { as: 'approver' });
      await desk.getByRole('button').filter({ hasText: '楼道照明；收款方 照明公司' }).first().click();
      await desk.getByRole('button', { name: `打开附件 ${vouchers[0]?.slice(0, 12)}` }).click();
      await desk.getByRole('dialog').getByRole('img').waitFor();
    },
  },
  {
    name: 'a case file is taken as PDF and as a workbook, named and with its reader’s mark',
    go: async (scene) => {
      const page = await scene.visit(timeline(`${STILL}&from=2021-03-01`), { as: 'auditor' });
      await settled(page);
      for (const [format, begins] of [
        [/PDF/, '%PDF-'],
        [/XLSX/, 'PK'],
        [/JSON/, '{'],
      ] as const) {
        await page.getByText('导出案卷').click();
        const [file] = await Promise.all([
          page.waitForEvent('download', { timeout: 60_000 }),
          page.getByRole('button', { name: format }).click(),
        ]);
        expect(
          readFileSync(await file.path())
            .subarray(0, begins.length)
            .toString('latin1'),
        ).toBe(begins);
        if (await page.getByRole('button', { name: format }).isVisible()) await page.getByText('导出案卷').click();
      }
    },
  },
  {
    name: 'a search is saved under a name and opened again',
    go: async (scene) => {
      const name = `江东社区一季度 ${String(Date.now() % 100_000)}`;
      const page = await scene.visit(timeline(STILL), { as: 'auditor' });
      await page.getByRole('button', { name: '保存检索' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill(name);
      await dialog.getByRole('button', { name: '保存检索' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.goto('/audit');
      await page.getByRole('link').filter({ hasText: name }).click();
      await page.waitForURL('**/audit/timeline**');
      expect(new URL(page.url()).searchParams.get('unit')).toBe(COMMUNITY);
    },
  },
  {
    name: 'reading is itself on record, the reader’s own included',
    go: async (scene) => {
      const page = await scene.visit(timeline(STILL), { as: 'auditor' });
      await settled(page);
      await page.goto('/audit/access');
      await settled(page);
      const reader = scene.clerk('auditor').account?.account ?? '';
      await page.getByRole('table').getByText(reader, { exact: true }).first().waitFor();
      const told = await page.getByRole('table').innerText();
      expect(told).toContain(reader);
      expect(told).not.toMatch(/GET \/api/);
    },
  },
  {
    name: 'a timeline that cannot be read says so, and is there at the next try',
    go: async (scene) => {
      const page = await scene.visit('/', { as: 'auditor' });
      const kinds = /\/api\/history\/subjects/;
      await page.route(kinds, (route) => route.abort());
      await page.goto(`/audit/timeline?unit=${COMMUNITY}`);
      const again = page.getByRole('alert').getByRole('button', { name: '再试一次' });
      await again.waitFor();
      await page.unroute(kinds);
      await again.click();
      await page.getByRole('heading', { name: '江东社区' }).waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
    },
  },
  {
    name: 'has no serious violation of WCAG 2.2 AA',
    go: async (scene) => {
      for (const path of ['/audit', timeline(STILL), '/audit/access'])
        expect([path, await violations(await scene.visit(path, { as: 'auditor' }))]).toEqual([path, []]);
    },
  },
  ...(['wide', 'phone'] as const).map((size): Journey => ({
    name: `looks as agreed: ${size}`,
    go: async (scene) => {
      const page = await scene.visit(timeline(STILL), { as: 'auditor', size, still: true });
      await look(page, `audit-${size}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  })),
];
