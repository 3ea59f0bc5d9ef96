import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARAMETERS, TARGETS } from '#policy';

/** What a compiler does not see of the screens: that they speak both languages, draw on nothing foreign, and can be read. */
const folder = join(__dirname, '..', '..', 'apps', 'web', 'src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(ts|vue)$/.test(name) && !name.endsWith('.spec.ts'),
);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const HAN = /\p{Script=Han}/u;

/** The labels written out in a file: `{ zh: '…', en: '…' }` with their place. */
function labels(name: string): readonly { readonly at: string; readonly zh: string; readonly en: string }[] {
  const text = read(name);
  const found = text.matchAll(/\bzh: (['"])((?:(?!\1)[^\\\n]|\\.)*)\1,\s*en: (['"])((?:(?!\3)[^\\\n]|\\.)*)\3/g);
  return [...found].map((match) => ({
    at: `${name}:${text.slice(0, match.index).split('\n').length}`,
    zh: match[2] ?? '',
    en: match[4] ?? '',
  }));
}
const all = files.flatMap(labels);
const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(all.length).toBeGreaterThan(400);
});

test('every text is Chinese in Chinese and not in English, with the same values filled in', () => {
  // Signs alone, and the names of keys.
  const sign = /^([\s\p{P}\p{S}\d]|Ctrl|Enter)*$/u;
  const wrong = all.filter(({ zh, en }) => {
    const [chinese, english] = [zh, en].map((text) => text.replace(/\{\w+\}/g, '')) as [string, string];
    return (!HAN.test(chinese) && !sign.test(chinese)) || (HAN.test(english) && !/^[^\p{Script=Han}]*[a-zA-Z]/u.test(english));
  });
  expect(wrong).toEqual([]);
  const lost = all.filter(
    ({ zh, en }) =>
      new Set(placeholders(zh)).size > 0 && new Set([...placeholders(zh), ...placeholders(en)]).size !== new Set(placeholders(zh)).size,
  );
  expect(lost).toEqual([]);
});

test('every unit of measure of the policy is said in English too', () => {
  const said = read('measures.ts');
  const declared = new Set([...PARAMETERS, ...TARGETS].map(({ unitOfMeasure }) => unitOfMeasure).filter((unit) => HAN.test(unit)));
  expect([...declared].filter((unit) => !new RegExp(`^  '?${unit}'?: '`, 'mu').test(said))).toEqual([]);
  expect(declared.size).toBeGreaterThan(5);
});

test('members of a list are parted as the language parts them', () => {
  expect(files.filter((name) => read(name).includes("join('、')"))).toEqual([]);
});

test('a template holds no text of its own: what is said is said in words of both languages', () => {
  const spoken = files
    .filter((name) => name.endsWith('.vue'))
    .flatMap((name) => {
      const template = /<template>([\s\S]*)<\/template>/.exec(read(name))?.[1] ?? '';
      const plain = template
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\{\{[\s\S]*?\}\}/g, '')
        .replace(/<(?:"[^"]*"|'[^']*'|[^'">])*>/g, '\n');
      // The name of the other language is written in it.
      return plain
        .split('\n')
        .filter((line) => HAN.test(line.replace(/中文/g, '')))
        .map((line) => `${name}: ${line.trim()}`);
    });
  expect(spoken.filter((line) => !/^\S+: [，、；：。（）「」·\s]*$/.test(line))).toEqual([]);
});

test('nothing is drawn from text, and nothing comes from elsewhere', () => {
  const foreign = /\bv-html\b|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|https?:\/\/(?!www\.w3\.org\/)/;
  const [index, worker] = ['index.html', join('static', 'kiosk-worker.js')].map((name) => readFileSync(join(folder, '..', name), 'utf8'));
  expect(files.filter((name) => foreign.test(read(name)))).toEqual([]);
  expect([index, worker].filter((text) => foreign.test(text ?? ''))).toEqual([]);
});

describe('colours of text reach 4.5 to 1 on their grounds', () => {
  const css = read(join('design', 'tokens.css').replace(/\\/g, '/'));
  const palettes = {
    light: /:root \{([\s\S]*?)\n\}/.exec(css)?.[1] ?? '',
    dark: /\[data-theme='dark'\] \{([\s\S]*?)\n\}/.exec(css)?.[1] ?? '',
  };
  const pairs = [
    'ink paper',
    'ink panel',
    'ink hover',
    'soft paper',
    'soft panel',
    'soft hover',
    'accent-ink accent',
    'info panel',
    'info paper',
  ];
  const toned = ['bad', 'warn', 'good', 'info'].map((tone) => `${tone} ${tone}-soft`);
  test.each(Object.entries(palettes))('%s', (theme, palette) => {
    const colour = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{3,6});`).exec(palette)?.[1] ?? '';
    // On the dark screen the accent is a ground for large figures alone.
    const asked = [...pairs, ...toned].filter((pair) => theme === 'light' || !pair.includes('accent'));
    for (const [text = '', ground = ''] of asked.map((pair) => pair.split(' ')))
      expect([text, ground, contrast(colour(text), colour(ground)) >= 4.5]).toEqual([text, ground, true]);
  });
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
