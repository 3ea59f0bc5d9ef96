import { house } from '../wiring';
import { Words } from './words';

it('a fact in words says the unit of each number once', () => {
  const counted = { households: 1200, residents: 3400, countedOn: '2026-11-24' };
  const said = new Words(house.contracts).says('counts', 'CountsRecorded', counted, new Map());
  expect([said?.zh.match(/户/g)?.length, said?.zh.match(/人/g)?.length, said?.en.match(/households/g)?.length]).toEqual([1, 1, 1]);
  expect(said?.zh).toContain('1,200 户');
});
