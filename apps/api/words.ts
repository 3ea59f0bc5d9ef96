import { filled, fieldsOf, type Contract, type FieldSpec, type StateWord } from '#contracts';
import { BEGINNING, isDay, isInstant, isObject, yuanOf, type Json, type JsonObject, type Label } from '#kernel';
import { powerOf } from '#policy';
import { daySaid, momentSaid } from './moments';

/** Names of units and organisations by code: what a code in a fact is shown as. */
export type UnitNames = ReadonlyMap<string, string>;
type Language = keyof Label;

/** Items of a list and members of an object said in words; the rest is counted. */
const ITEMS_MAX = 12;

interface Word {
  readonly label: Label;
  readonly kind?: FieldSpec['kind'];
  readonly values?: Readonly<Record<string, Label>>;
  readonly unit?: Label;
  readonly unsaid?: true;
}

/** What recorded things are called, from the declarations alone: a mechanism added later is told in its own words. */
export class Words {
  private readonly words = new Map<string, Word>();
  private readonly contracts: ReadonlyMap<string, Contract>;

  constructor(contracts: readonly Contract[]) {
    this.contracts = new Map(contracts.map((contract) => [contract.category, contract]));
    // Before what one category means by them: another's end of office is no `on` of a payment.
    for (const [name, label] of Object.entries(GENERAL)) this.learn('', name, { label });
    for (const contract of contracts) {
      for (const [name, word] of Object.entries(contract.state ?? {})) this.learn(contract.category, name, wordOfState(word));
      const shapes = [
        ...Object.values(contract.facts).map((fact) => fact.data),
        ...Object.values(contract.actions).map((action) => action.payload),
      ];
      for (const shape of shapes) this.learnAll(contract.category, fieldsOf(shape));
    }
  }

  category(category: string): Label {
    return this.contracts.get(category)?.label ?? same(category);
  }

  fact(category: string, type: string): Label {
    return this.contracts.get(category)?.facts[type]?.label ?? same(type);
  }

  action(category: string, name: string): Label {
    return this.contracts.get(category)?.actions[name]?.label ?? same(name);
  }

  role(role: string): Label {
    return this.words.get('role')?.values?.[role] ?? RESERVED_ACCOUNTS[role] ?? same(role);
  }

  /** Who acted: an account goes by its name, but the ledger's own have none that a reader knows. */
  account(account: string): Label {
    return RESERVED_ACCOUNTS[account] ?? same(account);
  }

  /** A member of a state or payload by its path (`services`, `s1`, `hours`): what is not declared is an id. */
  member(category: string, path: readonly string[], units: UnitNames = NO_UNITS): Label {
    const labels = path.map((part) => this.word(category, part)?.label ?? this.id(category, part, units));
    return { zh: labels.map((label) => label.zh).join(' · '), en: labels.map((label) => label.en).join(' · ') };
  }

  /** Whether a member is kept for comparing alone. */
  isUnsaid(category: string, name: string): boolean {
    return this.word(category, name)?.unsaid === true;
  }

  /** A value in plain words: money in yuan, days in full, codes by their labels, units by their names. */
  value(category: string, names: readonly string[], value: Json | undefined, units: UnitNames): Label {
    // Of a map by id the kind is said of the map.
    const name = [...names].reverse().find((part) => this.word(category, part)) ?? names.at(-1) ?? '';
    return { zh: this.said(category, name, value, units, 'zh'), en: this.said(category, name, value, units, 'en') };
  }

  /** An id in words, where it begins with a unit: `330681001.2026.work` is 暨阳街道 2026年 工作经费. Anything else stays as it is. */
  id(category: string, id: string, units: UnitNames): Label {
    const [, holder = '', rest = ''] = /^(\d{6}(?:\d{3}){0,3}|org-[a-z0-9-]+)(?:\.(.+))?$/.exec(id) ?? [];
    const name = units.get(holder) ?? (rest === '' ? undefined : holder);
    if (name === undefined) return same(id);
    if (rest === '') return same(name);
    const power = powerOf(rest);
    if (power) return { zh: `${name} ${power.label.zh}`, en: `${name} ${power.label.en}` };
    const parts = rest.split(/[./]/).map((part): Label => {
      if (isDay(part)) return { zh: daySaid(part, 'zh'), en: daySaid(part, 'en') };
      return /^\d{4}$/.test(part) ? { zh: `${part}年`, en: part } : (this.choice(category, part) ?? same(part));
    });
    return { zh: [name, ...parts.map((part) => part.zh)].join(' '), en: [name, ...parts.map((part) => part.en)].join(' ') };
  }

  /** What any choice of the category calls this value. */
  private choice(category: string, value: string): Label | undefined {
    for (const [name, word] of this.words)
      if (name.startsWith(`${category}.`) && word.values && Object.hasOwn(word.values, value)) return word.values[value];
    return undefined;
  }

  /** The fact in plain words, as its declaration says it. */
  says(category: string, type: string, data: JsonObject, units: UnitNames): Label | undefined {
    const template = this.contracts.get(category)?.facts[type]?.says;
    return (
      template && {
        zh: this.filledIn(template.zh, category, data, units, 'zh'),
        en: this.filledIn(template.en, category, data, units, 'en'),
      }
    );
  }

  private filledIn(template: string, category: string, data: JsonObject, units: UnitNames, language: Language): string {
    // A code beside a name is the code: its name stands there already.
    const members = Object.entries(data).map(
      ([name, value]) =>
        [name, name === 'code' && 'name' in data ? String(value) : this.said(category, name, value, units, language)] as const,
    );
    return filled(this.withoutUnits(template, category, language), Object.fromEntries(members));
  }

  /** Texts written for the plain member say its unit (`{hours} 小时`, `{amountFen} 分`); in words the unit comes with the value. */
  private withoutUnits(template: string, category: string, language: Language): string {
    return template
      .replace(/\{(\w+)\} ?(分|fen\b)?/g, (whole, name: string, fen: string | undefined) =>
        fen !== undefined && name.endsWith('Fen') ? `{${name}}` : whole,
      )
      .replace(/\{(\w+)\}( ?)([^\s{]+)/g, (whole, name: string, _space: string, rest: string) => {
        const unit = this.word(category, name)?.unit?.[language];
        return unit !== undefined && rest.startsWith(unit) ? `{${name}}${rest.slice(unit.length)}` : whole;
      });
  }

  private said(category: string, name: string, value: Json | undefined, units: UnitNames, language: Language, depth = 0): string {
    if (value === undefined || value === null) return NONE[language];
    const word = this.word(category, name);
    if (typeof value === 'boolean') return (value ? YES : NO)[language];
    if (typeof value === 'number') return numberSaid(name, value, word, language);
    if (typeof value === 'string') return textSaid(value, word, language) ?? this.id(category, value, units)[language];
    if (Array.isArray(value)) return this.listSaid(category, name, value as readonly Json[], units, language, depth);
    return this.objectSaid(category, name, value as JsonObject, units, language, depth);
  }

  private listSaid(category: string, name: string, items: readonly Json[], units: UnitNames, language: Language, depth: number): string {
    if (items.length === 0) return NONE[language];
    const shown = items.slice(0, ITEMS_MAX).map((item) => this.said(category, name, item, units, language, depth + 1));
    return `${shown.join(isObject(items[0]) ? apart(depth) : language === 'zh' ? '、' : ', ')}${rest(items.length, language)}`;
  }

  private objectSaid(category: string, name: string, value: JsonObject, units: UnitNames, language: Language, depth: number): string {
    if (typeof value['mask'] === 'string') return value['mask'];
    const members = Object.entries(value).filter(([member]) => !this.isUnsaid(category, member));
    if (members.length === 0) return NONE[language];
    const shown = members.slice(0, ITEMS_MAX).map(([member, inner]) => {
      const word = this.word(category, member);
      const label = (word?.label ?? this.id(category, member, units))[language];
      return `${label}${language === 'zh' ? '：' : ': '}${this.said(category, word ? member : name, inner, units, language, depth + 1)}`;
    });
    const text = `${shown.join(members.some(([, inner]) => isObject(inner)) ? apart(depth) : language === 'zh' ? '，' : ', ')}${rest(members.length, language)}`;
    if (depth === 0) return text;
    return language === 'zh' ? `（${text}）` : `(${text})`;
  }

  private word(category: string, name: string): Word | undefined {
    return this.words.get(`${category}.${name}`) ?? this.words.get(name);
  }

  private learnAll(category: string, fields: readonly FieldSpec[]): void {
    for (const field of fields) {
      this.learn(category, field.name, wordOfField(field));
      this.learnAll(category, [...(field.fields ?? []), ...(field.of?.fields ?? [])]);
    }
  }

  /** The first word of a member in its category, and the first in any. */
  private learn(category: string, name: string, word: Word): void {
    for (const key of category === '' ? [name] : [`${category}.${name}`, name]) if (!this.words.has(key)) this.words.set(key, word);
  }
}

/** Codes of units and organisations anywhere in the values: whose names are to be looked up. */
export function unitCodesIn(values: readonly unknown[]): ReadonlySet<string> {
  const codes = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      const code = UNIT.exec(value)?.[1];
      if (code !== undefined) codes.add(code);
    } else if (Array.isArray(value)) value.forEach(walk);
    else if (isObject(value)) [...Object.keys(value), ...Object.values(value)].forEach(walk);
  };
  values.forEach(walk);
  return codes;
}

/** At the beginning of an id too. */
const UNIT = /^(\d{6}(?:\d{3}){0,3}|org-[a-z0-9-]+)(?=$|\.)/;
const NO_UNITS: UnitNames = new Map();

function wordOfState({ zh, en, kind, values, unsaid }: StateWord): Word {
  return { label: { zh, en }, ...(kind ? { kind } : {}), ...(values ? { values } : {}), ...(unsaid ? { unsaid } : {}) };
}

function wordOfField(field: FieldSpec): Word {
  const choices = field.choices ?? field.of?.choices;
  return {
    // The unit comes with the value.
    label: { zh: field.label.zh.replace(/[(（]分[)）]/, ''), en: field.label.en.replace(/,? ?\(?(in )?fen\)?$/i, '') },
    kind: field.of?.kind ?? field.kind,
    ...(choices ? { values: Object.fromEntries(choices.map(({ value, label }) => [value, label])) } : {}),
    ...(field.unit ? { unit: field.unit } : {}),
  };
}

function numberSaid(name: string, value: number, word: Word | undefined, language: Language): string {
  if (name.endsWith('Fen') || word?.kind === 'fen')
    return language === 'zh' ? `${grouped(yuanOf(value))} 元` : `¥${grouped(yuanOf(value))}`;
  // A year, a revision or a serial number has no separators; amounts have a unit or a kind.
  const text = word?.kind === 'integer' || word?.kind === 'quarters' ? grouped(String(value)) : String(value);
  return word?.unit ? `${text} ${word.unit[language]}` : text;
}

/** Undefined for what may be an id. */
function textSaid(value: string, word: Word | undefined, language: Language): string | undefined {
  const label = word?.values?.[value];
  if (label) return label[language];
  if (value === BEGINNING) return language === 'zh' ? '有记录以来' : 'the beginning of record';
  const form: unknown = value;
  if (isDay(form)) return daySaid(form, language);
  if (isInstant(form)) return momentSaid(form, language);
  return /^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : undefined;
}

function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Things with members of their own stand on lines of their own, where they are not inside others. */
function apart(depth: number): string {
  return depth === 0 ? '\n' : ';';
}

function rest(count: number, language: Language): string {
  if (count <= ITEMS_MAX) return '';
  return language === 'zh' ? ` 等 ${count} 项` : ` … ${count} in all`;
}

function same(text: string): Label {
  return { zh: text, en: text };
}

const NONE: Label = { zh: '无', en: 'none' };
const YES: Label = { zh: '是', en: 'yes' };
const NO: Label = { zh: '否', en: 'no' };

/** Who acts where no appointment was: the reserved accounts, whose role has the same name. */
const RESERVED_ACCOUNTS: Readonly<Record<string, Label>> = {
  genesis: { zh: '账本开立', en: 'The beginning' },
  reactor: { zh: '系统（自动）', en: 'The system, by rule' },
  public: { zh: '居民', en: 'A resident' },
  demo: { zh: '演示数据', en: 'Demonstration data' },
};

/** Members that many states have. */
const GENERAL: Readonly<Record<string, Label>> = {
  is: { zh: '状态', en: 'State' },
  since: { zh: '起始日', en: 'Since' },
  until: { zh: '终止日', en: 'Until' },
  from: { zh: '起始日', en: 'From' },
  on: { zh: '日期', en: 'On' },
  by: { zh: '办理人', en: 'By' },
  revision: { zh: '版本', en: 'Revision' },
  children: { zh: '下辖单位', en: 'Units below' },
  parent: { zh: '上级单位', en: 'Parent' },
};
