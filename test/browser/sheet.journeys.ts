import { readFileSync } from 'node:fs';
import { Workbook } from 'exceljs';
import type { Page } from 'playwright-core';
import { until } from '#embedded';
import { ROWS, SHEETS } from '../../libs/gateway/excel/template';
import type { Journey } from './journey';
import { COMMUNITY, settled, violations, type Scene } from './scene';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The template as it is downloaded on the screen, with these rows entered. */
async function filled(template: Buffer, rows: readonly (readonly string[])[]): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const workbook = new Workbook();
  await workbook.xlsx.load(template as unknown as ArrayBuffer);
  const sheet = workbook.getWorksheet(SHEETS.entry);
  if (!sheet) throw new Error('the template has no sheet to fill in');
  rows.forEach((row, r) => row.forEach((value, c) => (sheet.getCell(ROWS.first + r, c + 1).value = value)));
  return { name: '心愿.xlsx', mimeType: XLSX, buffer: Buffer.from(await workbook.xlsx.writeBuffer()) };
}

async function downloaded(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载模板' }).click()]);
  return readFileSync(await file.path());
}

async function statuses(scene: Scene, mark: string): Promise<readonly string[]> {
  const { body } = await scene.clerk().read(`wishes?q=${encodeURIComponent(mark)}&limit=100`);
  return (body['items'] as readonly { readonly status: string }[]).map(({ status }) => status).sort();
}

/** A sheet from its template to its withdrawal, as a clerk does it. */
export const sheetJourneys: readonly Journey[] = [
  {
    name: 'a sheet with a wrong row records nothing, mended it is recorded once, and it is taken back whole with a reason',
    go: async (scene) => {
      const n = String(Date.now());
      const mark = `整批心愿${n}`;
      const row = (i: number, text = `${mark} ${i}`): readonly string[] => [
        String(i),
        `sheet-${n}-${i}`,
        '',
        text,
        `${COMMUNITY} 江东社区`,
      ];
      const page = await scene.visit('/office/excel?form=wishes.post', { as: 'clerk' });
      await settled(page);
      const template = await downloaded(page);
      const choose = page.locator('input[type=file]');

      await choose.setInputFiles(await filled(template, [row(1), row(2, '请打 13812345678')]));
      await page.getByText('1 行有错，共 2 行').waitFor();
      const fault = page.getByRole('row').filter({ hasText: '微心愿' });
      expect(await fault.innerText()).toMatch(/^2\s+表中第 5 行\s+微心愿\s+\S/);
      expect(await page.getByRole('button', { name: /^导入/ }).count()).toBe(0);
      expect(await statuses(scene, mark)).toEqual([]);

      const right = await filled(template, [row(1), row(2)]);
      await choose.setInputFiles(right);
      await page.getByRole('button', { name: '导入 2 行' }).click();
      await page.getByText('2 行已记录').waitFor();
      await page.getByText('逐行结果（2 行）').click();
      await page.getByRole('link', { name: `sheet-${n}-2` }).waitFor();
      await until(async () => (await statuses(scene, mark)).length === 2, 15_000);
      expect(await statuses(scene, mark)).toEqual(['posted', 'posted']);

      await page.getByRole('button', { name: '换一张表' }).click();
      await choose.setInputFiles(right);
      await page.getByRole('button', { name: '导入 2 行' }).click();
      await page.getByText('2 行已记录').waitFor();
      const told = await scene.clerk('clerk').read(`history/wishes/sheet-${n}-1`);
      expect((told.body['items'] as readonly unknown[]).length).toBe(1);

      await page.getByLabel('撤回的理由').fill('整批录入有误');
      await page.getByRole('button', { name: '整张撤回' }).click();
      await page.getByText('已撤回 2 行').waitFor();
      await until(async () => (await statuses(scene, mark)).every((is) => is === 'withdrawn'), 15_000);
      expect(await statuses(scene, mark)).toEqual(['withdrawn', 'withdrawn']);
      expect(await violations(page)).toEqual([]);
    },
  },
  {
    name: 'what was sent from one device shows on another, with the way to take it back',
    go: async (scene) => {
      const id = `elsewhere-${Date.now()}`;
      const reason = `发重了 ${Date.now() % 1_000_000}`;
      const desk = scene.clerk('desk');
      await desk.must(`wishes/${id}/post`, { text: `另一台设备发布的心愿 ${id}`, unit: COMMUNITY });
      const page = await scene.visit('/office/sent', { as: 'desk', size: 'phone' });
      const line = page.getByRole('listitem').filter({ hasText: id });
      await until(async () => {
        await page.reload();
        await settled(page);
        return (await line.count()) > 0;
      }, 30_000);
      expect(await line.innerText()).toMatch(/发布心愿[^]*已记录 第 1 号/);
      await line.getByRole('link', { name: '撤回' }).click();
      await page.getByLabel('理由').fill(reason);
      await page.getByRole('button', { name: '提交' }).click();
      await page
        .getByText(/已记录/)
        .first()
        .waitFor();
      await page.goto('/office/sent?tab=ledger');
      await page.getByRole('listitem').filter({ hasText: reason }).waitFor();
      expect(await page.getByRole('listitem').filter({ hasText: reason }).innerText()).toContain('撤回心愿');
      await page.getByRole('listitem').filter({ hasText: reason }).getByText('怎样更正').click();
      await page.getByText('请用新编号重新发布').first().waitFor();
      expect(await violations(page)).toEqual([]);
    },
  },
];
