// The page: one unit on one day. The address says which: #/unit/{code}?topic=…&asOf=…
import { aboutHere, ask, follow, seen } from './api.js';
import { redrawBoard, showBoard } from './board.js';
import { showBelow, showCoverage, showFunds, showVolunteers } from './cards.js';
import { empty, make } from './make.js';
import { startSearch } from './search.js';
import { dayWord, kindWord, language, numberWord, speak, word } from './words.js';

const TOPICS = ['', 'party', 'residents', 'finance', 'inspection'];
const REFRESH_MS = 400;
const $ = (id) => document.getElementById(id);
const state = { unit: '', topic: '', asOf: '', city: '', found: undefined, endFollow: undefined, timer: undefined, changed: [] };

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());
const day = () => (state.asOf === '' ? today() : state.asOf);
const say = (text) => ($('said').textContent = text);

start();

async function start() {
  if (localStorage.getItem('larger') === '1') enlarge(true);
  translate();
  $('language').addEventListener('click', () => (speak(language() === 'zh' ? 'en' : 'zh'), translate(), redraw()));
  $('larger').addEventListener('click', () => enlarge(!document.documentElement.classList.contains('larger')));
  $('as-of').addEventListener('change', () => go({ asOf: $('as-of').value === today() ? '' : $('as-of').value }));
  $('today').addEventListener('click', () => go({ asOf: '' }));
  for (const button of document.querySelectorAll('[data-to]')) button.addEventListener('click', () => $(button.dataset.to).scrollIntoView());
  startSearch({ form: $('search'), input: $('q'), list: $('found'), go: (unit) => go({ unit, topic: '' }), asOf: () => state.asOf || undefined, say });
  const about = await aboutHere();
  $('demo').hidden = about.synthetic !== true;
  state.city = about.city ?? (await cityCode());
  window.addEventListener('hashchange', () => open());
  open();
}

async function cityCode() {
  const answer = await ask('units', { level: 'city', limit: 1 }).catch(() => ({ items: [] }));
  return answer.items[0]?.code ?? '330681';
}

function go(change) {
  const next = { unit: state.unit, topic: state.topic, asOf: state.asOf, ...change };
  const own = new URLSearchParams(Object.entries({ topic: next.topic, asOf: next.asOf }).filter(([, value]) => value !== ''));
  location.hash = `#/unit/${next.unit}${own.size > 0 ? `?${own}` : ''}`;
}

/** Reads the address and shows what changed. */
function open() {
  const [, code, query = ''] = /^#\/unit\/([0-9-]{1,16})(?:\?(.*))?$/.exec(location.hash) ?? [undefined, state.city];
  const asked = new URLSearchParams(query);
  const topic = TOPICS.includes(asked.get('topic') ?? '') ? (asked.get('topic') ?? '') : '';
  const asOf = /^\d{4}-\d{2}-\d{2}$/.test(asked.get('asOf') ?? '') ? asked.get('asOf') : '';
  const moved = code !== state.unit || asOf !== state.asOf;
  const other = code !== state.unit;
  Object.assign(state, { unit: code, topic, asOf });
  $('as-of').value = day();
  $('as-of').max = today();
  $('today').hidden = asOf === '';
  $('live').hidden = asOf !== '';
  drawTopics();
  board(false);
  if (moved) surroundings();
  if (other) listen();
}

function board(fresh) {
  const changed = state.changed.splice(0);
  return showBoard($('lines'), { unit: state.unit, topic: state.topic, asOf: state.asOf || undefined, fresh, changed }).then(() => {
    drawUntil();
    if (fresh && changed.length > 0) say(word('updated', { n: new Set(changed).size }));
  });
}

async function surroundings() {
  const { unit } = state;
  const asOf = day();
  void showCoverage($('coverage'), asOf);
  void showFunds($('funds'), unit, asOf);
  void showVolunteers($('volunteers'), unit, asOf);
  void showBelow($('below-card'), $('below'), unit, asOf);
  try {
    const found = await ask(`units/${unit}`, { asOf });
    if (unit !== state.unit) return;
    state.found = found;
  } catch (problem) {
    state.found = undefined;
    if (problem.status === 404) $('lines').replaceChildren(empty(word('missing', { code: unit }), word('missingNext')));
  }
  drawUnit();
}

function drawUnit() {
  const unit = state.found;
  const name = unit?.name ?? state.unit;
  $('unit-name').textContent = name;
  document.title = `${name} · ${word('title')}`;
  const path = unit?.path ?? [];
  $('place').textContent = path[0]?.name ?? '';
  $('path').replaceChildren(...path.slice(0, -1).map((above) => make('a', { href: `#/unit/${above.code}`, text: above.name })), ...(path.length > 1 ? [make('span', { 'aria-current': 'page', text: name })] : []));
  const facts = unit === undefined ? [] : [
    kindWord(unit.kind),
    unit.households === undefined ? undefined : word('households', { n: numberWord(unit.households) }),
    unit.residents === undefined ? undefined : word('residentsCount', { n: numberWord(unit.residents) }),
    unit.countedOn === undefined ? undefined : word('countedOn', { on: dayWord(unit.countedOn) }),
    unit.size === undefined ? undefined : word(`${unit.size}_size`),
    unit.until === undefined ? undefined : word('ended', { on: dayWord(unit.until) }),
    word('code', { code: unit.code }),
  ];
  $('unit-facts').replaceChildren(...facts.filter(Boolean).map((text) => make('span', { text })));
}

function drawTopics() {
  $('topics').replaceChildren(
    ...TOPICS.map((topic) => make('button', { type: 'button', 'aria-pressed': String(topic === state.topic), text: word(topic === '' ? 'all' : topic), on: { click: () => (go({ topic }), $('topics').querySelector('[aria-pressed=true]')?.focus()) } })),
  );
}

function drawUntil() {
  const at = seen.at === undefined ? '' : new Intl.DateTimeFormat(language() === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' }).format(seen.at);
  $('until').textContent = state.asOf === '' ? word('until', { at }) : word('until', { at: dayWord(state.asOf) });
  $('until').title = seen.position;
}

/** New lines arrive as hints; the board is read anew, once for many of them. */
function listen() {
  state.endFollow?.();
  drawLive(undefined);
  const onLines = (items) => {
    state.changed.push(...items.map((item) => item.id));
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      if (state.asOf !== '') return;
      void board(true);
      void showCoverage($('coverage'), day());
      void showFunds($('funds'), state.unit, day());
      void showVolunteers($('volunteers'), state.unit, day());
    }, REFRESH_MS);
  };
  state.endFollow = follow(state.unit, onLines, drawLive);
}

function drawLive(connected) {
  const place = $('live');
  place.hidden = state.asOf !== '';
  place.classList.toggle('on', connected === true);
  place.textContent = connected === undefined ? '' : word(connected ? 'live' : 'away');
}

function enlarge(larger) {
  document.documentElement.classList.toggle('larger', larger);
  localStorage.setItem('larger', larger ? '1' : '0');
  $('larger').setAttribute('aria-pressed', String(larger));
}

function translate() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll('[data-placeholder]')) element.placeholder = word(element.dataset.placeholder);
  for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', word(element.dataset.label));
  $('language').textContent = language() === 'zh' ? 'English' : '中文';
  $('language').lang = language() === 'zh' ? 'en' : 'zh-CN';
}

function redraw() {
  drawTopics();
  drawUnit();
  redrawBoard($('lines'), day());
  drawUntil();
  drawLive($('live').classList.contains('on') ? true : undefined);
  const asOf = day();
  void showCoverage($('coverage'), asOf);
  void showFunds($('funds'), state.unit, asOf);
  void showVolunteers($('volunteers'), state.unit, asOf);
}
