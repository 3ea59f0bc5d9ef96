import { chinese, language } from './words';

const shanghai = 'Asia/Shanghai';

/** `2026-03-05` (or an instant, as its day in Shanghai) as 2026年3月5日, in English 5 March 2026. */
export function dayText(day: string): string {
  const [year, month, date] = shanghaiDay(day).split('-').map(Number) as [number, number, number];
  if (language.value === 'zh') return `${year}年${month}月${date}日`;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** An instant as 2026年3月5日 14:05 in Shanghai. */
export function momentText(instant: string | number | Date): string {
  const at = new Date(instant);
  return `${dayText(at.toISOString())} ${at.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: shanghai })}`;
}

/** A recorded sentence with its signs, days and amounts written as everywhere on screen; among English words, a Chinese one keeps its own. */
export function written(text: string): string {
  if (language.value === 'en' && /\p{Script=Han}\d{4}-|\d{4}-\d{2}-\d{2}\p{Script=Han}/u.test(text)) return text;
  return (language.value === 'zh' ? chinese(text) : text)
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayText(day))
    .replace(/\b\d{4,}(?=\.\d{2} ?(?:元|yuan)| ?(?:户|人|households|residents)(?![a-z]))/g, (digits) =>
      digits.replace(/\B(?=(\d{3})+$)/g, ','),
    );
}

/** Today in Shanghai, `YYYY-MM-DD`. */
export function today(): string {
  return shanghaiDay(new Date().toISOString());
}

/** A day, or the day of an instant, in Shanghai: `YYYY-MM-DD`. */
export function shanghaiDay(text: string): string {
  return text.length === 10 ? text : new Date(text).toLocaleDateString('sv-SE', { timeZone: shanghai });
}

/** Fen as yuan with thousands separators: `1,234.50 元` (`short`: 万元 / 亿元 from ten thousand on). */
export function moneyText(fen: number, short = false): string {
  const yuan = fen / 100;
  const [zh, en] = [language.value === 'zh', language.value === 'en'];
  if (short && Math.abs(yuan) >= 1e8 && zh) return `${fixed(yuan / 1e8)} 亿元`;
  if (short && Math.abs(yuan) >= 1e4 && zh) return `${fixed(yuan / 1e4)} 万元`;
  const exact = BigInt(Math.round(fen));
  const sign = exact < 0n ? '−' : '';
  const whole = (exact < 0n ? -exact : exact) / 100n;
  const rest = String((exact < 0n ? -exact : exact) % 100n).padStart(2, '0');
  return en ? `${sign}¥${whole.toLocaleString('en-GB')}.${rest}` : `${sign}${whole.toLocaleString('zh-CN')}.${rest} 元`;
}

/** To two decimals always: amounts under one another are compared by their length. */
function fixed(value: number): string {
  return value.toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A number with thousands separators and at most `digits` decimals. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('zh-CN', { maximumFractionDigits: digits });
}

/** A share (0.875) as 87.5%; null as 暂无数据. */
export function shareText(share: number | null): string {
  if (share === null) return language.value === 'zh' ? '暂无数据' : 'no data';
  return `${number(share * 100, 1)}%`;
}
