import { Workbook } from 'exceljs';
import { Clerk, StandaloneRun } from '#testing';

const MINUTES = 60_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FIRST_ROW = 4;

interface Report {
  readonly code?: string;
  readonly faults: readonly {
    readonly line: number;
    readonly errors: readonly { readonly field: string; readonly code: string; readonly detailZh: string }[];
  }[];
  readonly recorded: readonly { readonly row: string; readonly stream: string; readonly revision: number }[];
}

async function upload(
  clerk: Clerk,
  path: string,
  content: Buffer,
): Promise<{ readonly status: number; readonly content: Buffer; readonly report: Report }> {
  const answer = await clerk.send('POST', `/api/${path}`, content, { 'content-type': XLSX });
  return { ...answer, report: answer.body as unknown as Report };
}

type Cells = readonly (string | { readonly formula: string; readonly result: number })[];

async function filled(template: Buffer, ...rows: readonly Cells[]): Promise<Buffer> {
  const workbook = new Workbook();
  await workbook.xlsx.load(template as unknown as ArrayBuffer);
  const sheet = workbook.getWorksheet('填报');
  rows.forEach((cells, r) => cells.forEach((value, c) => sheet && (sheet.getCell(FIRST_ROW + r, c + 1).value = value)));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

describe('Excel in and out', () => {
  let run: StandaloneRun;
  let desk: Clerk;

  beforeAll(async () => {
    run = await StandaloneRun.start();
    desk = Clerk.of(run, 'desk');
  }, 5 * MINUTES);
  afterAll(() => run.remove(), MINUTES);

  const wish = (n: number, text = `希望楼道装扶手 ${n}`): Cells => [String(n), `x-${n}`, '', text, '330681001001 江东社区'];

  it('gives a template with labels, one help row and dropdowns of units', async () => {
    const { status, content } = await desk.read('excel/wishes/post');
    expect(status).toBe(200);
    const workbook = new Workbook();
    await workbook.xlsx.load(content as unknown as ArrayBuffer);
    const sheet = workbook.getWorksheet('填报');
    expect([1, 2, 3, 4, 5].map((c) => sheet?.getCell(2, c).value)).toEqual(['序号', '心愿编号', '办理日期', '微心愿', '所属单位']);
    expect(String(sheet?.getCell(3, 4).value)).toContain('必填');
    expect(sheet?.getCell(4, 5).dataValidation?.formulae[0]).toMatch(/^_lists!\$A\$1:\$A\$5\d\d$/);
  });

  it('rehearses, names each wrong row, and gives the sheet back with its errors; nothing is recorded', async () => {
    const sheet = await filled(
      (await desk.read('excel/wishes/post')).content,
      wish(1),
      ['2', 'x-2', '', { formula: '1+1', result: 2 }, '330681001001'],
      ['3', 'x-3', '', '希望', '330681999'],
    );
    const report = (await upload(desk, 'excel/import', sheet)).report;
    expect(report.recorded).toEqual([]);
    expect(report.faults.map((fault) => [fault.line, fault.errors[0]?.code])).toEqual([
      [5, 'formula'],
      [6, expect.any(String)],
    ]);
    const faults = await upload(desk, 'excel/faults', sheet);
    const workbook = new Workbook();
    await workbook.xlsx.load(faults.content as unknown as ArrayBuffer);
    expect(JSON.stringify(workbook.getWorksheet('填报')?.getRow(5).values)).toContain('不接受公式');
    expect((await Clerk.of(run, 'desk').read('wishes/x-1')).status).toBe(404);
  });

  it('records a mended sheet once, however often it is sent', async () => {
    const template = (await desk.read('excel/wishes/post')).content;
    const first = (await upload(desk, 'excel/import', await filled(template, wish(1), wish(2)))).report;
    expect(first.recorded.map((row) => [row.row, row.stream, row.revision])).toEqual([
      ['1', 'wishes-x-1', 0],
      ['2', 'wishes-x-2', 0],
    ]);
    const again = (await upload(desk, 'excel/import', await filled(template, wish(1), wish(2), wish(3)))).report;
    expect(again.recorded.map((row) => row.revision)).toEqual([0, 0, 0]);
    const clerk = Clerk.of(run, 'clerk');
    const { position } = await Clerk.of(run, 'desk').must('wishes/y-1/post', { text: '希望', unit: '330681001001' });
    const facts = (await clerk.read('history/wishes/x-1', position)).body['items'] as readonly {
      readonly source: { readonly kind: string; readonly row: string };
    }[];
    expect(facts.map((fact) => [fact.source.kind, fact.source.row])).toEqual([['excel', '1']]);
  });

  it('records a sheet in portions, for whoever wants to see how far it is', async () => {
    const sheet = await filled((await desk.read('excel/wishes/post')).content, wish(21), wish(22), wish(23));
    const portions = [await upload(desk, 'excel/import?from=0&most=2', sheet), await upload(desk, 'excel/import?from=2&most=2', sheet)];
    expect(portions.map(({ report }) => report.recorded.map(({ row, stream }) => `${row} ${stream}`))).toEqual([
      ['21 wishes-x-21', '22 wishes-x-22'],
      ['23 wishes-x-23'],
    ]);
    expect([(await upload(desk, 'excel/import?from=-1', sheet)).status, (await upload(desk, 'excel/import?most=0', sheet)).status]).toEqual(
      [400, 400],
    );
  });

  it('refuses the copy of another account, a file that is no workbook, and half of one', async () => {
    const sheet = await filled((await desk.read('excel/wishes/post')).content, wish(9));
    const other = Clerk.of(run, 'desk', 1);
    expect([(await upload(other, 'excel/import', sheet)).status, (await upload(other, 'excel/import', sheet)).report.code]).toEqual([
      403,
      'excel.other-account',
    ]);
    expect((await upload(desk, 'excel/import', Buffer.from('hello'))).report.code).toBe('excel.not-a-workbook');
    expect((await upload(desk, 'excel/import', sheet.subarray(0, 2_000))).report.code).toBe('excel.not-a-workbook');
    expect((await upload(desk, 'excel/import', Buffer.alloc(6 * 2 ** 20))).status).toBe(413);
    expect((await upload(desk, 'wishes/x-9/post', sheet)).status).toBe(415);
  });

  it('takes a sheet back by compensation', async () => {
    const registrar = Clerk.of(run, 'registrar');
    const sheet = await filled(
      (await registrar.read('excel/mandates/grant')).content,
      ['1', '330681002.inspections.plan', '', '试行', '2026-01-01', ''],
      ['2', '330681003.inspections.plan', '', '试行', '2026-01-01', ''],
    );
    const report = (await upload(registrar, 'excel/import', sheet)).report;
    expect([report.faults, report.recorded.length]).toEqual([[], 2]);
    const undone = await upload(registrar, `excel/compensate?reason=${encodeURIComponent('录入有误')}`, sheet);
    expect([undone.status, undone.report.recorded.map((row) => [row.row, row.revision])]).toEqual([
      200,
      [
        ['2', 1],
        ['1', 1],
      ],
    ]);
    expect(
      (
        await upload(
          desk,
          'excel/compensate?reason=x',
          await filled((await desk.read('excel/wishes/claim')).content, ['1', 'x-1', '', '96345-1']),
        )
      ).report.code,
    ).toBe('excel.no-compensation');
  });

  it('exports registers and histories with typed cells, saying who and when', async () => {
    const auditor = Clerk.of(run, 'auditor');
    for (const [path, sign] of [
      ['excel/export/mandates', '330681001.funds.approve'],
      ['excel/export/units?level=subdistrict', '暨阳街道'],
      ['excel/export/history?unit=330681001', 'UnitFounded'],
    ] as const) {
      const { status, content } = await auditor.read(path);
      expect([path, status]).toEqual([path, 200]);
      const workbook = new Workbook();
      await workbook.xlsx.load(content as unknown as ArrayBuffer);
      const sheet = workbook.getWorksheet('导出');
      expect(String(sheet?.getCell(2, 1).value)).toMatch(/^导出人 auditor · 导出时间 \d{4}-\d{2}-\d{2} \d{2}:\d{2} · 数据截至 /);
      expect(JSON.stringify(sheet?.getSheetValues())).toContain(sign);
    }
    expect((await desk.read('excel/export/history?unit=330681001')).status).toBe(403);
  });
});
