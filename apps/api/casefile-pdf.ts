import PDFDocument from 'pdfkit';
import type { JsonObject } from '#kernel';
import { listOf, memberOf, textOf, watermarkLine, type CaseFile } from './casefile-content';
import { daySaid, momentSaid } from './moments';

type Doc = InstanceType<typeof PDFDocument>;

/** TrueType with all of GB 2312 and more; the file embeds the glyphs it uses, with their way back to text. */
const FONT = (weight: string): string => require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);
const [BODY, STRONG] = ['body', 'strong'];
const INK = { text: '#1c2733', soft: '#5b6875', faint: '#d5dbe1', accent: '#8a1f1b', mark: '#7a8794' } as const;
const MARGIN = { top: 56, bottom: 64, left: 54, right: 54 } as const;
const WIDTH = 595.28 - MARGIN.left - MARGIN.right;
const MOMENT = (at: string): string => momentSaid(at, 'zh');

/** The case file as PDF 1.7, A4: a head, each fact in turn, the reader's watermark on every page and page x / y at its foot. */
export function caseFilePdf(file: CaseFile): Promise<Buffer> {
  const title = `${file.watermark.synthetic ? '【演示数据】' : ''}${file.title.zh}`;
  const info = {
    Title: title,
    Author: file.watermark.account,
    Subject: watermarkLine(file.watermark, MOMENT),
    CreationDate: new Date(file.watermark.at),
  };
  const doc = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    bufferPages: true,
    autoFirstPage: false,
    lang: 'zh-CN',
    info,
    pdfVersion: '1.7',
  });
  doc.registerFont(BODY, FONT('400Regular')).registerFont(STRONG, FONT('600SemiBold'));
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => void parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  doc.on('pageAdded', () => mark(doc, file));
  doc.addPage();
  head(doc, title, file);
  file.facts.forEach((fact, index) => factBlock(doc, fact, index + 1));
  if (file.facts.length === 0) doc.font(BODY).fontSize(10).fillColor(INK.soft).text('没有符合条件的事实。');
  foot(doc, file);
  doc.end();
  return done;
}

/** Behind everything else, slanted and pale, often enough that no part of a page is without it. */
function mark(doc: Doc, { watermark }: CaseFile): void {
  const line = watermarkLine(watermark, MOMENT);
  doc.save().font(BODY).fontSize(11).fillColor(INK.mark).fillOpacity(0.13);
  for (const y of [150, 360, 570, 780]) {
    doc.save().rotate(-24, { origin: [297, y] });
    doc.text(`${watermark.synthetic ? '演示数据 · ' : ''}${line}`, 20, y, { lineBreak: false });
    doc.restore();
  }
  doc.restore();
  doc.fillOpacity(1);
  doc.x = MARGIN.left;
  doc.y = MARGIN.top;
}

function head(doc: Doc, title: string, file: CaseFile): void {
  doc.font(STRONG).fontSize(19).fillColor(INK.text).text(title, { width: WIDTH });
  doc.moveDown(0.3).rect(MARGIN.left, doc.y, 40, 2.5).fill(INK.accent);
  doc.y += 14;
  const { account, roleLabel, unitName, at, position } = file.watermark;
  const rows = [
    ...file.filter.filter((one) => one.label.zh !== '账本位置').map(({ label, text }) => [label.zh, text.zh]),
    ['查阅人', `${account}（${roleLabel.zh}，${unitName}）`],
    ['导出时间', MOMENT(at)],
    ['账本位置', position],
    ['事实', `${file.facts.length.toLocaleString('en-US')} 条，按记录先后排列`],
  ];
  for (const [label = '', text = ''] of rows) pair(doc, label, text, 9.5);
  doc.moveDown(0.8);
}

function factBlock(doc: Doc, fact: JsonObject, number: number): void {
  if (doc.y > doc.page.height - MARGIN.bottom - 110) doc.addPage();
  doc
    .moveTo(MARGIN.left, doc.y)
    .lineTo(MARGIN.left + WIDTH, doc.y)
    .lineWidth(0.6)
    .stroke(INK.faint);
  doc.y += 7;
  const top = doc.y;
  doc
    .font(BODY)
    .fontSize(8)
    .fillColor(INK.soft)
    .text(`${textOf(fact['stream'])}@${textOf(fact['revision'])}`, MARGIN.left + WIDTH / 2, top + 2, { width: WIDTH / 2, align: 'right' });
  doc
    .font(STRONG)
    .fontSize(10.5)
    .fillColor(INK.text)
    .text(`${number}. ${daySaid(textOf(fact['occurredOn']), 'zh')}  ${textOf(fact['label'])}`, MARGIN.left, top, { width: WIDTH / 2 + 40 });
  doc
    .font(BODY)
    .fontSize(10)
    .fillColor(INK.text)
    .text(textOf(fact['says']), MARGIN.left, doc.y + 2, { width: WIDTH });
  doc.y += 3;
  for (const [label, text] of linesOf(fact)) pair(doc, label, text, 8.5);
  changes(doc, fact);
  doc.y += 8;
}

/** Who, when, by what authority, from where, and what it takes back. */
function linesOf(fact: JsonObject): readonly (readonly [string, string])[] {
  const [actor, authority] = [memberOf(fact, 'actor'), memberOf(fact, 'authority')];
  const who = [...new Set([textOf(actor['accountLabel']), textOf(actor['roleLabel']), textOf(actor['unitName']) || textOf(actor['unit'])])]
    .filter((part) => part !== '')
    .join(' · ');
  const [corrects, correctedBy] = [textOf(fact['corrects'] ?? ''), textOf(fact['correctedBy'] ?? '')];
  return [
    ['记录', MOMENT(textOf(fact['recordedAt']))],
    ['办理', `${who}${textOf(fact['actionLabel']) === '' ? '' : ` · ${textOf(fact['actionLabel'])}`}`],
    ['依据', [textOf(authority['text']), textOf(authority['rests'])].filter((part) => part !== '').join(' · ')],
    ['来源', textOf(memberOf(fact, 'source')['label'])],
    [
      '内容',
      listOf(fact['said'])
        .map((member) => `${textOf(member['label'])}：${textOf(member['text'])}`)
        .join('；'),
    ],
    ...(corrects === '' ? [] : [['更正', `撤回 ${corrects}`] as const]),
    ...(correctedBy === '' ? [] : [['更正', `已被 ${correctedBy} 撤回`] as const]),
  ];
}

function changes(doc: Doc, fact: JsonObject): void {
  const told = fact['changes'];
  if (told === null) return pair(doc, '变化', '该对象的记录太多，此处未逐条展开', 8.5);
  listOf(told).forEach((change, index) => {
    const says = memberOf(change, 'says');
    pair(doc, index === 0 ? '变化' : '', `${textOf(change['label'])}：${textOf(says['before'])} → ${textOf(says['after'])}`, 8.5);
  });
}

function pair(doc: Doc, label: string, text: string, size: number): void {
  if (text === '') return;
  if (doc.y > doc.page.height - MARGIN.bottom - 2 * size) doc.addPage();
  const [top, indent] = [doc.y, size > 9 ? 64 : 34];
  if (label !== '') doc.font(BODY).fontSize(size).fillColor(INK.soft).text(label, MARGIN.left, top, { width: indent, lineBreak: false });
  doc
    .font(BODY)
    .fontSize(size)
    .fillColor(INK.text)
    .text(text, MARGIN.left + indent, top, { width: WIDTH - indent, lineGap: 1 });
  doc.x = MARGIN.left;
}

function foot(doc: Doc, { watermark }: CaseFile): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    // Below the margin: the page must not break because of its own foot.
    doc.page.margins.bottom = 0;
    const y = doc.page.height - 40;
    doc.font(BODY).fontSize(7.5).fillColor(INK.soft);
    doc.text(`${watermark.synthetic ? '演示数据 · ' : ''}${watermarkLine(watermark, MOMENT)}`, MARGIN.left, y, {
      width: WIDTH - 70,
      lineBreak: false,
    });
    doc.text(`第 ${page - start + 1} / ${count} 页`, MARGIN.left + WIDTH - 70, y, { width: 70, align: 'right', lineBreak: false });
  }
}
