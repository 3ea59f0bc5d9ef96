// The cards beside the board: coverage of the term, funds, volunteers, units below.
import { ask } from './api.js';
import { bar, empty, make, quiet } from './make.js';
import { dayWord, numberWord, sumWord, word, yuanWord } from './words.js';

/** Each card stands for itself: one that cannot be read does not take the others away. */
async function card(place, read, draw, none) {
  try {
    place.replaceChildren(...draw(await read()));
  } catch (problem) {
    if (problem.status === 404) place.replaceChildren(...none());
    else place.replaceChildren(empty(problem.message ?? word('failed'), problem.next ?? '', { text: word('again'), run: () => card(place, read, draw, none) }));
  }
}

export function showCoverage(place, asOf) {
  const none = () => [make('strong', { text: word('noTerm') }), quiet(word('noTermNext'))];
  return card(place, () => ask('coverage/inspections', { asOf }), drawCoverage, none);
}

function drawCoverage(coverage) {
  const { measures } = coverage;
  const levels = coverage.levels.map((level) => {
    const { due, inspected, share } = level;
    const counted = word('inspectedOf', { inspected, due });
    const title = word(level.level);
    const never = level.never ?? [];
    return make(
      'div',
      {},
      make('div', { class: 'bar-head' }, make('span', { text: title }), make('span', { class: 'share', text: share === null ? word('noData') : `${numberWord(share * 100, 1)}%` })),
      bar(`${title}: ${counted}`, share),
      make('p', { class: 'quiet', text: share === null ? word('noData') : `${counted} · ${pace(level)}` }),
      level.villages && level.villages.selected > 0 ? quiet(word('villages', level.villages)) : undefined,
      never.length === 0 ? undefined : make('details', {}, make('summary', { text: word('never', { n: never.length }) }), make('ul', { class: 'names' }, ...never.map((unit) => make('li', {}, make('a', { href: `#/unit/${unit.code}`, text: unit.name }))))),
    );
  });
  const onTime = measures.due === 0 ? null : measures.onTime / measures.due;
  const rectified = make(
    'div',
    {},
    make('div', { class: 'bar-head' }, make('span', { text: word('measures') }), make('span', { class: 'share', text: onTime === null ? word('noData') : `${numberWord(onTime * 100, 1)}%` })),
    bar(`${word('measures')}: ${word('measuresOf', measures)}`, onTime, 'green'),
    make('p', { class: 'quiet', text: word('measuresOf', measures) }),
  );
  const term = quiet(word('termOf', { name: coverage.name ?? coverage.term, from: dayWord(coverage.from ?? ''), until: dayWord(coverage.until ?? '') }));
  return [term, make('div', { class: 'bars' }, ...levels, rectified)];
}

function pace(level) {
  if (level.due > 0 && level.inspected >= level.due) return word('complete');
  return level.projectedOn === null || level.projectedOn === undefined ? word('noProjection') : word('projected', { on: dayWord(level.projectedOn) });
}

export function showFunds(place, unit, asOf) {
  const year = asOf.slice(0, 4);
  const none = () => [make('strong', { text: word('noFunds', { year }) }), quiet(word('noFundsNext'))];
  return card(place, () => ask('funds', { unit, year, asOf }), (funds) => drawFunds(funds, year, none), none);
}

function drawFunds(answer, year, none) {
  const funds = answer.items?.[0] ?? answer;
  const shown = ['budget', 'reached', 'matched', 'paid', 'balance'].filter((name) => typeof funds[name] === 'number' && (funds[name] !== 0 || name === 'balance'));
  if (shown.length < 2) return none();
  const due = funds.due;
  const share = typeof due === 'number' && due > 0 ? funds.reached / due : undefined;
  return [
    quiet(word('fundsYear', { year })),
    make('dl', { class: 'figures' }, ...shown.map((name) => figure(word(name), sumWord(funds[name]), yuanWord(funds[name])))),
    ...(share === undefined ? [] : [bar(word('receivedOfDue', { received: yuanWord(funds.reached), due: yuanWord(due) }), share, 'green'), quiet(word('receivedOfDue', { received: yuanWord(funds.reached), due: yuanWord(due) }))]),
    ...(funds.withoutCount > 0 ? [quiet(word('withoutCount', { n: numberWord(funds.withoutCount) }))] : []),
  ];
}

export function showVolunteers(place, unit, asOf) {
  const year = asOf.slice(0, 4);
  const none = () => [make('strong', { text: word('noVolunteers', { year }) }), quiet(word('noVolunteersNext'))];
  return card(place, () => ask('volunteers', { unit, year, asOf }), (found) => drawVolunteers(found, year, none), none);
}

function drawVolunteers(found, year, none) {
  if (found.cards === 0 && found.services === 0 && found.wishes.posted === 0) return none();
  const plain = (number) => ({ number: numberWord(number), unit: '' });
  const ranking = found.ranking.slice(0, 5).map((one) => make('li', {}, make('span', { text: `${one.rank}. ${one.nickname}` }), make('span', { text: word('hoursOf', { n: numberWord(one.hours) }) })));
  return [
    quiet(word('volunteersYear', { year })),
    make('dl', { class: 'figures' }, figure(word('hours'), plain(found.hours)), figure(word('services'), plain(found.services)), figure(word('cards'), plain(found.cards)), figure(word('wishesGranted'), plain(found.wishes.granted))),
    ...(ranking.length === 0 ? [] : [quiet(word('ranking')), make('ul', { class: 'rank' }, ...ranking)]),
  ];
}

function figure(label, sum, title = undefined) {
  return make('div', {}, make('dt', { text: label }), make('dd', { title }, sum.number, make('small', { text: sum.unit === '' ? '' : ` ${sum.unit}` })));
}

export async function showBelow(holder, place, unit, asOf) {
  try {
    const { items } = await ask('units', { parent: unit, asOf, limit: 500 });
    holder.hidden = items.length === 0;
    place.replaceChildren(...items.map((below) => make('li', {}, make('a', { href: `#/unit/${below.code}`, text: below.name }))));
  } catch {
    holder.hidden = true;
  }
}
