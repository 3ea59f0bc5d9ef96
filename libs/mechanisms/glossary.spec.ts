import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { all } from '.';

const DOCUMENT = join(__dirname, '../../docs/GLOSSARY.md');
const HEAD = '## 动作与事实 / Actions and facts';

/** The last part of the glossary: what every category calls its actions and facts, as declared. */
function words(): string {
  const lines = all
    .flatMap((mechanism) => mechanism.categories)
    .flatMap(({ contract }) => [
      `| **${contract.label.zh}** | **${contract.label.en}** | \`${contract.category}\` |`,
      ...Object.entries(contract.actions).map(([name, { label }]) => `| ${label.zh} | ${label.en} | \`${name}\` |`),
      ...Object.entries(contract.facts).map(([name, { label }]) => `| ${label.zh} | ${label.en} | \`${name}\` |`),
    ]);
  return [
    HEAD,
    '',
    '由声明生成，测试核对。/ Made from the declarations, and held to them by a test: `UPDATE_DOCS=1` writes it anew.',
    '',
    '| 中文 | English | 代码 / In code |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** What people wrote, before the part that is made. */
function written(text: string): string {
  const at = text.indexOf(HEAD);
  return at < 0 ? `${text.trimEnd()}\n\n` : text.slice(0, at);
}

describe('docs/GLOSSARY.md', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, written(text) + words());

  it('ends with every category, action and fact, as they are declared', () => {
    const now = readFileSync(DOCUMENT, 'utf8');
    expect(now.slice(written(now).length)).toBe(words());
  });
});
