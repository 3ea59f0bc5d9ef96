// The lines of a board: late first, then due, then what was published.
import { ask } from './api.js';
import { empty, make, waiting } from './make.js';
import { dayWord, language, numberWord, statusWord, word, yuanWord } from './words.js';

const PAGE = 30;
const shown = { unit: '', topic: '', asOf: '', items: [], next: null, turn: 0 };

/** Reads the first page and shows it. `changed`: ids to point out. */
export async function showBoard(place, { unit, topic, asOf, fresh = false, changed = [] }) {
  const turn = (shown.turn += 1);
  if (!fresh) place.replaceChildren(waiting());
  place.setAttribute('aria-busy', 'true');
  try {
    const limit = fresh ? Math.min(500, Math.max(PAGE, shown.items.length)) : PAGE;
    const answer = await ask(`board/${unit}`, { topic, asOf, limit });
    if (turn !== shown.turn) return;
    Object.assign(shown, { unit, topic, asOf, items: answer.items, next: answer.next });
    draw(place, new Set(changed), answer.asOf ?? asOf);
  } catch (problem) {
    if (turn !== shown.turn) return;
    place.replaceChildren(empty(problem.message, problem.next ?? '', { text: word('again'), run: () => showBoard(place, { unit, topic, asOf }) }));
  } finally {
    if (turn === shown.turn) place.setAttribute('aria-busy', 'false');
  }
}

/** The same lines in the language now spoken. */
export function redrawBoard(place, asOf) {
  draw(place, new Set(), asOf);
}

async function more(place, asOf) {
  const { unit, topic, next, turn } = shown;
  const before = shown.items.length;
  try {
    const answer = await ask(`board/${unit}`, { topic, asOf: shown.asOf, cursor: next, limit: PAGE });
    if (turn !== shown.turn) return;
    shown.items = [...shown.items, ...answer.items];
    shown.next = answer.next;
    draw(place, new Set(), asOf);
    place.querySelectorAll('.line')[before]?.focus();
  } catch (problem) {
    place.append(empty(problem.message, problem.next ?? ''));
  }
}

function draw(place, changed, asOf) {
  if (shown.items.length === 0) {
    const topic = word(shown.topic === '' ? 'all' : shown.topic);
    const all = shown.topic === '' ? undefined : { text: word('showAll'), run: () => document.querySelector('#topics button')?.click() };
    place.replaceChildren(empty(word('emptyBoard', { topic }), word('emptyBoardNext'), all));
    return;
  }
  const groups = { late: [], due: [], shown: [] };
  for (const item of shown.items) groups[groupOf(item)].push(item);
  const titled = Object.values(groups).filter((items) => items.length > 0).length > 1;
  const parts = Object.entries(groups).flatMap(([name, items]) => {
    if (items.length === 0) return [];
    const title = make('h3', { class: titled ? 'group-title' : 'unseen' }, word(name), make('span', { class: 'count', text: word('items', { n: `${items.length}${shown.next !== null && name === 'shown' ? '+' : ''}` }) }));
    return [title, make('ul', { class: 'lines' }, ...items.map((item) => lineOf(item, asOf, changed.has(item.id))))];
  });
  if (shown.next !== null) parts.push(make('button', { type: 'button', class: 'more', text: word('moreAny'), on: { click: () => more(place, asOf) } }));
  place.replaceChildren(...parts);
}

/** Late and open, due and open, or done and stated. The server puts open ones first; a line done late is done. */
function groupOf(item) {
  if (item.due === undefined || isDone(item)) return 'shown';
  return item.late ? 'late' : 'due';
}

function isDone(item) {
  return statusWord(item.status, item.stream).look === 'done' || ['rejected', 'reversed', 'returned', 'closed'].includes(item.status);
}

function lineOf(item, asOf, isNew) {
  const status = statusWord(item.status, item.stream);
  const group = groupOf(item);
  const chinese = language() === 'zh';
  const look = group === 'shown' ? status.look : group;
  const notes = [
    group === 'late' ? make('span', { class: 'badge late' }, '! ', word('late')) : undefined,
    make('span', { class: `badge ${status.look}`, text: status.text }),
    item.due === undefined ? undefined : make('span', { text: word('dueOn', { on: dayWord(item.due) }) }),
    group === 'late' ? make('span', { text: word('lateBy', { n: numberWord(daysBetween(item.due, asOf)) }) }) : undefined,
    group === 'shown' && item.late === true ? make('span', { class: 'badge due', text: word('lateDone') }) : undefined,
    group !== 'shown' || item.publishedOn === undefined ? undefined : make('span', { text: word('publishedOn', { on: dayWord(item.publishedOn) }) }),
    item.doneOn === undefined || item.doneOn === item.publishedOn ? undefined : make('span', { text: word('doneOn', { on: dayWord(item.doneOn) }) }),
    make('span', { class: 'source', text: word('source', { stream: item.stream, revision: item.revision }) }),
  ];
  return make(
    'li',
    { class: `line ${look}${isNew ? ' new' : ''}`, tabindex: '-1' },
    make('h4', { text: chinese ? item.title : (item.titleEn ?? item.title) }),
    item.amountFen === undefined ? undefined : make('span', { class: 'amount', text: yuanWord(item.amountFen) }),
    make('p', { class: 'says', text: chinese ? item.text : (item.textEn ?? item.text) }),
    make('div', { class: 'notes' }, ...notes.filter(Boolean)),
  );
}

function daysBetween(from, to) {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));
}
