import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The page is plain modules without a build: what a compiler would see is held here. */
const folder = join(__dirname, '..', '..', 'apps', 'web', 'public');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
const words = read('words.js');
const html = read('index.html');

/** Names declared between two marks of words.js. */
function names(from: string, until: string): readonly string[] {
  const block = words.slice(words.indexOf(from), words.indexOf(until)).replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...block.matchAll(/(\w+): ''/g)].map(([, name]) => name ?? '').sort();
}
const chinese = names('const zh', 'const en');
const english = names('const en', 'const KINDS');

test('every text is there in both languages, once', () => {
  expect(chinese.length).toBeGreaterThan(60);
  expect(chinese).toEqual(english);
  expect(new Set(chinese).size).toBe(chinese.length);
});

test('every text that is asked for is there', () => {
  const asked = scripts.flatMap((name) => [...read(name).matchAll(/\bword\('(\w+)'/g)].map(([, word]) => word));
  const marked = [...html.matchAll(/data-(?:word|placeholder|label)="(\w+)"/g)].map(([, word]) => word);
  expect([...asked, ...marked].filter((word) => word === undefined || !chinese.includes(word))).toEqual([]);
});

test('every element a script looks for is on the page', () => {
  const ids = [...html.matchAll(/\bid="([\w-]+)"/g)].map(([, id]) => id);
  const asked = [...read('page.js').matchAll(/\$\('([\w-]+)'\)/g)].map(([, id]) => id);
  const jumps = [...html.matchAll(/data-to="([\w-]+)"/g)].map(([, id]) => id);
  expect([...asked, ...jumps].filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what is imported is exported, and nothing comes from elsewhere', () => {
  for (const name of scripts) {
    for (const [, list = '', from = ''] of read(name).matchAll(/^import \{([^}]+)\} from '([^']+)';$/gm)) {
      expect(scripts.map((script) => `./${script}`)).toContain(from);
      const exported = [...read(from.slice(2)).matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)].map(([, one]) => one);
      for (const one of list.split(',')) expect(exported).toContain(one.trim());
    }
    expect(read(name)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|https?:\/\//);
  }
});

test('colours of text reach 4.5 to 1 on their grounds', () => {
  const css = read('page.css');
  const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{3,6});`).exec(css)?.[1] ?? '';
  const pairs = [
    'ink paper',
    'soft paper',
    'soft white',
    'white accent',
    'white late',
    'due due-soft',
    'done done-soft',
    'blue blue-soft',
    'blue white',
  ].map((pair) => pair.split(' '));
  for (const [text = '', ground = ''] of pairs)
    expect([text, ground, contrast(colour(text), colour(ground)) >= 4.5]).toEqual([text, ground, true]);
});

/** WCAG 2.2: (lighter + 0.05) ÷ (darker + 0.05) of relative luminances. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const whole = hex.length === 4 ? [...hex.slice(1)].map((sign) => sign + sign).join('') : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = parseInt(whole.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
