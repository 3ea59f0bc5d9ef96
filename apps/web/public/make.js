// Elements without markup strings: what comes from the ledger is text, never HTML.
export function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === false) continue;
    if (name === 'text') element.textContent = value;
    else if (name === 'on') for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** What is shown where there is nothing: what that means and what can be done. */
export function empty(title, next, action = undefined) {
  return make('div', { class: 'empty' }, make('strong', { text: title }), make('span', { text: next }), action ? make('button', { type: 'button', text: action.text, on: { click: action.run } }) : undefined);
}

export function waiting(count = 3) {
  return make('div', { class: 'lines', 'aria-hidden': 'true' }, ...Array.from({ length: count }, () => make('div', { class: 'waiting' })));
}

export function quiet(text) {
  return make('p', { class: 'quiet', text });
}

/** A bar that is also said: share 0–1 or null (no data). */
export function bar(label, share, look = '') {
  const percent = share === null ? 0 : Math.min(100, Math.max(0, share * 100));
  const fill = make('span');
  fill.style.width = `${percent}%`;
  fill.hidden = percent === 0;
  return make('div', { class: `bar ${look}`, role: 'img', 'aria-label': label }, fill);
}
