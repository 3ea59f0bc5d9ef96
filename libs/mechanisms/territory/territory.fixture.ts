import type { GivenFact } from '#testing';

export const id = '330681';
export const founded = (code: string, name: string, level: string, kind: string, parent?: string, from = '0001-01-01'): GivenFact => ({
  type: 'UnitFounded',
  data: { code, name, level, kind, ...(parent ? { parent } : {}), from },
});
export const city = founded('330681', '诸暨市', 'city', 'city');
export const jiyang = founded('330681001', '暨阳街道', 'subdistrict', 'subdistrict', '330681');
export const huandong = founded('330681002', '浣东街道', 'subdistrict', 'subdistrict', '330681');
export const jiangdong = founded('330681001001', '江东社区', 'community', 'community', '330681001');
export const jinjishan = founded('330681001004', '金鸡山社区', 'community', 'community', '330681001');
export const grid = founded('330681001001-1', '第一网格', 'grid', 'grid', '330681001001');
export const base = [city, jiyang, huandong, jiangdong, jinjishan];
