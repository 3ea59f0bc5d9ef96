/**
 * A city small enough to know by heart, as the folded state of its territory (UnitTree): the city, two subdistricts, two communities and a
 * village in the first, one community in the second, all there since the beginning; one subdistrict dissolved on 2019-01-01.
 */
const unit = (
  code: string,
  name: string,
  level: string,
  kind: string,
  parent: string | null,
  children: readonly string[],
  ended?: string,
) => ({
  code,
  level,
  kind,
  spans: [{ from: '0001-01-01', name, parent }],
  children,
  ...(ended === undefined ? {} : { ended }),
});

const units = [
  unit('330681', '诸暨市', 'city', 'city', null, ['330681001', '330681002', '330681009']),
  unit('330681001', '暨阳街道', 'subdistrict', 'subdistrict', '330681', ['330681001001', '330681001002', '330681001201']),
  unit('330681001001', '江新社区', 'community', 'community', '330681001', []),
  unit('330681001002', '浣纱社区', 'community', 'community', '330681001', []),
  unit('330681001201', '郭家村', 'community', 'village', '330681001', []),
  unit('330681002', '浣东街道', 'subdistrict', 'subdistrict', '330681', ['330681002001']),
  unit('330681002001', '东盛社区', 'community', 'community', '330681002', []),
  unit('330681009', '旧街道', 'subdistrict', 'subdistrict', '330681', [], '2019-01-01'),
];

type Places = Record<string, Record<string, Record<string, ReturnType<typeof unit>>>>;

/** By the first nine signs of the code, then the first twelve, as the territory keeps them. */
const districts = units.reduce<Places>((all, one) => {
  ((all[one.code.slice(0, 9)] ??= {})[one.code.slice(0, 12)] ??= {})[one.code] = one;
  return all;
}, {});

export const SMALL_CITY = { districts, proposals: {} };
