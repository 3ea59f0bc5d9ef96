// Numbers as clerks write them → exact integers: never through a floating-point product.

/** What a text could not be read as. */
export type NumberFault = 'not-a-number' | 'too-fine' | 'too-large';

const FULL_WIDTH = /[０-９．，－＋]/g;
const FULL = '０１２３４５６７８９．，－＋';
const PLAIN = '0123456789.,-+';

/** `1,234.5` `１２３４．５元` `¥1234.50` `1.2万` → fen (123450; 1200000). At most two decimals of a yuan. */
export function fenOf(text: string): number | NumberFault {
  const plain = tidied(text)
    .replace(/^(-?)[¥￥]/, '$1')
    .replace(/元$/, '');
  const [body, shift] = plain.endsWith('亿') ? [plain.slice(0, -1), 10] : plain.endsWith('万') ? [plain.slice(0, -1), 6] : [plain, 2];
  return scaled(body, shift);
}

/** `1,234` → 1234. */
export function wholeOf(text: string): number | NumberFault {
  return scaled(tidied(text), 0);
}

/** `1.25` → 1.25, in quarters. */
export function quartersOf(text: string): number | NumberFault {
  const hundredths = scaled(tidied(text), 2);
  if (typeof hundredths !== 'number') return hundredths;
  return hundredths % 25 === 0 ? hundredths / 100 : 'too-fine';
}

/** Fen as it is written into an input: `1234.50`, whole yuan without decimals. */
export function yuanText(fen: number): string {
  const exact = BigInt(fen);
  const [sign, size] = exact < 0n ? ['-', -exact] : ['', exact];
  const cents = size % 100n;
  return `${sign}${size / 100n}${cents === 0n ? '' : `.${String(cents).padStart(2, '0')}`}`;
}

/** Amounts in a refusal are told in fen; people read yuan: `超出 2591200 分` → `超出 25,912.00 元`. */
export function inYuan(text: string): string {
  return text.replace(/(\d+) ?(分(?!钟)|fen\b)/g, (_, fen: string, word: string) => {
    const yuan = `${fen
      .padStart(3, '0')
      .slice(0, -2)
      .replace(/\B(?=(\d{3})+$)/g, ',')}.${fen.padStart(2, '0').slice(-2)}`;
    return word === 'fen' ? `${yuan} yuan` : `${yuan} 元`;
  });
}

function tidied(text: string): string {
  return text.replace(FULL_WIDTH, (sign) => PLAIN[FULL.indexOf(sign)] ?? sign).replace(/[\s ,]/g, '');
}

/** The decimal times ten to the `shift`, exactly. */
function scaled(text: string, shift: number): number | NumberFault {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || (match[2] === '' && (match[3] ?? '') === '')) return 'not-a-number';
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > shift) return 'too-fine';
  if ((match[2] ?? '').length > 20) return 'too-large';
  const exact = BigInt(`${match[2] || '0'}${fraction.padEnd(shift, '0')}`);
  if (exact > BigInt(Number.MAX_SAFE_INTEGER)) return 'too-large';
  return match[1] === '-' && exact !== 0n ? -Number(exact) : Number(exact);
}
