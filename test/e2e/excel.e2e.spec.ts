import { Workbook } from 'exceljs';
import { Clerk, StandaloneRun, type FirstAccount } from '#testing';

const MINUTES = 60_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FIRST_ROW = 4;

/** Signs in and moves whole files, as a browser would. */
class Desk {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async of(run: StandaloneRun, role: string, n = 0): Promise<Desk> {
    const { account, password } = run.accounts.filter((one) => one.role === role)[n] as FirstAccount;
    const response = await fetch(`${run.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password }) });
    return new Desk(run.url, ((await response.json()) as { token: string }).token);
  }

  async file(path: string): Promise<{ readonly status: number; readonly content: Buffer }> {
    const response = await fetch(`${this.url}/api/${path}`, { headers: { authorization: `Bearer ${this.token}` } });
    return { status: response.status, content: Buffer.from(await response.arrayBuffer()) };
  }

  async send(path: string, content: Buffer, type = XLSX): Promise<{ readonly status: number; readonly content: Buffer; json(): Report }> {
    const response = await fetch(`${this.url}/api/${path}`, { method: 'POST', headers: { authorization: `Bearer ${this.token}`, 'content-type': type }, body: new Uint8Array(content) });
    const answer = Buffer.from(await response.arrayBuffer());
    return { status: response.status, content: answer, json: () => JSON.parse(answer.toString()) as Report };
  }
}

interface Report {
  readonly code?: string;
  readonly faults: readonly { readonly line: number; readonly errors: readonly { readonly field: string; readonly code: string; readonly detailZh: string }[] }[];
  readonly recorded: readonly { readonly row: string; readonly stream: string; readonly revision: number }[];
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
  let desk: Desk;

  beforeAll(async () => {
    run = await StandaloneRun.start();
    desk = await Desk.of(run, 'desk');
  }, 5 * MINUTES);
  afterAll(() => run.remove(), MINUTES);

  const wish = (n: number, text = `希望楼道装扶手 ${n}`): Cells => [String(n), `x-${n}`, '', text, '330681001001 江东社区'];

  it('gives a template with labels, one help row and dropdowns of units', async () => {
    const { status, content } = await desk.file('excel/wishes/post');
    expect(status).toBe(200);
    const workbook = new Workbook();
    await workbook.xlsx.load(content as unknown as ArrayBuffer);
    const sheet = workbook.getWorksheet('填报');
    expect([1, 2, 3, 4, 5].map((c) => sheet?.getCell(2, c).value)).toEqual(['序号', '心愿编号', '发生日期', '微心愿', '所属单位']);
    expect(String(sheet?.getCell(3, 4).value)).toContain('必填');
    expect(sheet?.getCell(4, 5).dataValidation?.formulae[0]).toMatch(/^_lists!\$A\$1:\$A\$5\d\d$/);
  });

  it('rehearses, names each wrong row, and gives the sheet back with its errors; nothing is recorded', async () => {
    const sheet = await filled((await desk.file('excel/wishes/post')).content, wish(1), ['2', 'x-2', '', { formula: '1+1', result: 2 }, '330681001001'], ['3', 'x-3', '', '希望', '330681999']);
    const report = (await desk.send('excel/import', sheet)).json();
    expect(report.recorded).toEqual([]);
    expect(report.faults.map((fault) => [fault.line, fault.errors[0]?.code])).toEqual([
      [5, 'formula'],
      [6, expect.any(String)],
    ]);
    const faults = await desk.send('excel/faults', sheet);
    const workbook = new Workbook();
    await workbook.xlsx.load(faults.content as unknown as ArrayBuffer);
    expect(JSON.stringify(workbook.getWorksheet('填报')?.getRow(5).values)).toContain('不接受公式');
    expect((await Clerk.of(run, 'desk').read('wishes/x-1')).status).toBe(404);
  });

  it('records a mended sheet once, however often it is sent', async () => {
    const template = (await desk.file('excel/wishes/post')).content;
    const first = (await desk.send('excel/import', await filled(template, wish(1), wish(2)))).json();
    expect(first.recorded.map((row) => [row.row, row.stream, row.revision])).toEqual([
      ['1', 'wishes-x-1', 0],
      ['2', 'wishes-x-2', 0],
    ]);
    const again = (await desk.send('excel/import', await filled(template, wish(1), wish(2), wish(3)))).json();
    expect(again.recorded.map((row) => row.revision)).toEqual([0, 0, 0]);
    const clerk = Clerk.of(run, 'clerk');
    const { position } = await Clerk.of(run, 'desk').must('wishes/y-1/post', { text: '希望', unit: '330681001001' });
    const facts = (await clerk.read('history/wishes/x-1', position)).body['items'] as readonly { readonly source: { readonly kind: string; readonly row: string } }[];
    expect(facts.map((fact) => [fact.source.kind, fact.source.row])).toEqual([['excel', '1']]);
  });

  it('refuses the copy of another account, a file that is no workbook, and half of one', async () => {
    const sheet = await filled((await desk.file('excel/wishes/post')).content, wish(9));
    const other = await Desk.of(run, 'desk', 1);
    expect([(await other.send('excel/import', sheet)).status, (await other.send('excel/import', sheet)).json().code]).toEqual([403, 'excel.other-account']);
    expect((await desk.send('excel/import', Buffer.from('hello'))).json().code).toBe('excel.not-a-workbook');
    expect((await desk.send('excel/import', sheet.subarray(0, 2_000))).json().code).toBe('excel.not-a-workbook');
    expect((await desk.send('excel/import', Buffer.alloc(6 * 2 ** 20))).status).toBe(413);
    expect((await desk.send('wishes/x-9/post', sheet)).status).toBe(415);
  });

  it('takes a sheet back by compensation', async () => {
    const registrar = await Desk.of(run, 'registrar');
    const sheet = await filled((await registrar.file('excel/mandates/grant')).content, ['1', '330681002.inspections.plan', '', '试行', '2026-01-01', ''], ['2', '330681003.inspections.plan', '', '试行', '2026-01-01', '']);
    const report = (await registrar.send('excel/import', sheet)).json();
    expect([report.faults, report.recorded.length]).toEqual([[], 2]);
    const { status, json } = await registrar.send(`excel/compensate?reason=${encodeURIComponent('录入有误')}`, sheet);
    expect([status, json().recorded.map((row) => [row.row, row.revision])]).toEqual([
      200,
      [
        ['2', 1],
        ['1', 1],
      ],
    ]);
    expect((await desk.send('excel/compensate?reason=x', await filled((await desk.file('excel/wishes/post')).content, wish(1)))).json().code).toBe('excel.no-compensation');
  });

  it('exports registers and histories with typed cells, saying who and when', async () => {
    const auditor = await Desk.of(run, 'auditor');
    for (const [path, sign] of [['excel/export/mandates', '330681001.funds.approve'], ['excel/export/units?level=subdistrict', '暨阳街道'], ['excel/export/history?unit=330681001', 'UnitFounded']] as const) {
      const { status, content } = await auditor.file(path);
      expect([path, status]).toEqual([path, 200]);
      const workbook = new Workbook();
      await workbook.xlsx.load(content as unknown as ArrayBuffer);
      const sheet = workbook.getWorksheet('导出');
      expect(String(sheet?.getCell(2, 1).value)).toMatch(/^导出人 auditor · 导出时间 \d{4}-\d{2}-\d{2} \d{2}:\d{2} · 数据截至 /);
      expect(JSON.stringify(sheet?.getSheetValues())).toContain(sign);
    }
    expect((await desk.file('excel/export/history?unit=330681001')).status).toBe(403);
  });
});
