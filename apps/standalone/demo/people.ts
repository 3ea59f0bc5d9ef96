import { Seeded } from './seeded';

const FAMILY = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'] as unknown as readonly [string, ...string[]];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志文云海山月星'] as unknown as readonly [string, ...string[]];
const TRADES = ['装饰', '广告', '文化传媒', '物业服务', '印务', '办公用品', '家政服务', '消防器材', '养老服务'] as const;
const TOWNS = ['浣江', '暨阳', '越山', '枫桥', '五泄', '店口', '浦阳'] as const;

export function nameOf(chance: Seeded): string {
  return `${chance.pick(FAMILY)}${chance.pick(GIVEN)}${chance.chance(0.6) ? chance.pick(GIVEN) : ''}`;
}

/** Nobody's: made up. A hundred and fifty people are paid again and again. */
export function personOf(chance: Seeded): { readonly name: string; readonly account: string } {
  const number = chance.whole(1, 150);
  return { name: nameOf(new Seeded(`payee/${number}`)), account: `演示账户-${String(number).padStart(4, '0')}` };
}

export function companyOf(chance: Seeded): { readonly name: string; readonly account: string } {
  const town = chance.whole(0, TOWNS.length - 1);
  const trade = chance.whole(0, TRADES.length - 1);
  return { name: `诸暨${TOWNS[town]}${TRADES[trade]}有限公司(演示)`, account: `演示对公-${town}${trade}` };
}

/** 198 0000 0001 and on: a number per volunteer, none of them given out for this. */
export function phoneOf(volunteer: number): string {
  return `1980000${String(volunteer).padStart(4, '0')}`;
}
