// Finding a unit: a combobox whose list is read while typing.
import { ask } from './api.js';
import { make } from './make.js';
import { kindWord, word } from './words.js';

const PAUSE_MS = 160;

/** `go(code)` opens a unit; `asOf()` is the day asked about; `say` announces. */
export function startSearch({ form, input, list, go, asOf, say }) {
  let found = [];
  let at = -1;
  let timer;
  let asking;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (unit) => {
    input.value = '';
    close();
    go(unit.code);
  };
  const mark = (next) => {
    at = next;
    list.querySelectorAll('[role=option]').forEach((option, index) => option.setAttribute('aria-selected', String(index === at)));
    const option = list.querySelector('[aria-selected=true]');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = (typed) => {
    const options = found.map((unit, index) =>
      make('li', { id: `found-${index}`, role: 'option', 'aria-selected': 'false', on: { pointerdown: (event) => (event.preventDefault(), choose(unit)) } }, make('span', { text: unit.name }), make('span', { class: 'kind', text: `${kindWord(unit.kind)} · ${unit.code}` })),
    );
    const nothing = make('li', { class: 'nothing', role: 'presentation' }, `${word('nothingFound', { q: typed })} — ${word('nothingFoundNext')}`);
    list.replaceChildren(...(options.length > 0 ? options : [nothing]));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    say(word('foundCount', { n: found.length }));
    mark(found.length > 0 ? 0 : -1);
  };
  const read = async () => {
    const typed = input.value.trim();
    asking?.abort();
    if (typed === '') return close();
    asking = new AbortController();
    try {
      const answer = await ask('units', { q: typed, limit: 20, asOf: asOf() }, asking.signal);
      found = answer.items;
      show(typed);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      found = [];
      list.replaceChildren(make('li', { class: 'nothing', role: 'presentation', text: `${problem.message} ${problem.next ?? ''}` }));
      list.hidden = false;
    }
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(read, PAUSE_MS);
  });
  input.addEventListener('keydown', (event) => {
    const last = found.length - 1;
    if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' && !list.hidden) mark(at >= last ? 0 : at + 1);
    else if (event.key === 'ArrowUp' && !list.hidden) mark(at <= 0 ? last : at - 1);
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', () => setTimeout(close, 120));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (list.hidden) await read();
    const unit = found[Math.max(0, at)];
    if (unit && input.value.trim() !== '') choose(unit);
  });
}
