import { own, refuse, type Asked, type Day, type Decider, type Decision, type Fact, type Given } from '#kernel';
import type {
  DecideResize,
  DissolveUnit,
  FoundUnit,
  MergeUnits,
  MoveUnit,
  ProposeResize,
  RenameUnit,
  SplitUnit,
  UnitFounded,
  UnitSplit,
} from './payloads.contract';
import {
  childrenFrom,
  hasCodeForm,
  kindsOf,
  levelAbove,
  livesOnFrom,
  unitEver,
  unitOn,
  withUnit,
  type ResizeProposal,
  type Span,
  type Unit,
  type UnitTree,
} from './rules';

export type TerritoryAction =
  | Asked<'found-unit', FoundUnit>
  | Asked<'rename-unit', RenameUnit>
  | Asked<'move-unit', MoveUnit>
  | Asked<'merge-units', MergeUnits>
  | Asked<'split-unit', SplitUnit>
  | Asked<'dissolve-unit', DissolveUnit>
  | Asked<'propose-resize', ProposeResize>
  | Asked<'decide-resize', DecideResize>;
export type TerritoryFact =
  | Fact<'UnitFounded', UnitFounded>
  | Fact<'UnitRenamed', RenameUnit>
  | Fact<'UnitMoved', MoveUnit>
  | Fact<'UnitsMerged', MergeUnits>
  | Fact<'UnitSplit', UnitSplit>
  | Fact<'UnitDissolved', DissolveUnit>
  | Fact<'ResizeProposed', ProposeResize>
  | Fact<'ResizeDecided', DecideResize>;

/** The structure of the whole city in one stream: what must not contradict itself shares a consistency boundary. */
export const territoryDecider: Decider<UnitTree, TerritoryAction, TerritoryFact> = {
  initial: () => ({ districts: {}, proposals: {} }),
  evolve(tree, fact, about) {
    const on = about.occurredOn;
    switch (fact.type) {
      case 'UnitFounded':
        return founded(tree, fact.data);
      case 'UnitRenamed':
        return changed(tree, fact.data.code, (unit) => spanned(unit, on, { name: fact.data.name }));
      case 'UnitMoved':
        return moved(tree, fact.data.code, fact.data.parent, on);
      case 'UnitsMerged':
        return fact.data.codes.reduce((now, code) => ended(now, code, on, [fact.data.into]), tree);
      case 'UnitSplit':
        return split(tree, fact.data, on);
      case 'UnitDissolved':
        return ended(tree, fact.data.code, on, []);
      case 'ResizeProposed':
        return withProposal(tree, fact.data.proposal, { code: fact.data.code, plan: fact.data.plan, reason: fact.data.reason, on });
      case 'ResizeDecided': {
        const proposal = own(tree.proposals, fact.data.proposal);
        const { proposal: _, ...decided } = fact.data;
        return proposal ? withProposal(tree, fact.data.proposal, { ...proposal, decided }) : tree;
      }
    }
  },
  concerns({ action, state, city }) {
    if (action.name === 'decide-resize') return own(state.proposals, action.data.proposal)?.code ?? city;
    if (action.name === 'found-unit') return action.data.parent ?? city;
    return action.name === 'merge-units' ? action.data.into : action.data.code;
  },
  decide(action, tree, given) {
    switch (action.name) {
      case 'found-unit':
        return foundUnit(action.data, tree, given);
      case 'rename-unit':
        return renameUnit(action.data, tree, given.occurredOn);
      case 'move-unit':
        return moveUnit(action.data, tree, given.occurredOn);
      case 'merge-units':
        return mergeUnits(action.data, tree, given);
      case 'split-unit':
        return splitUnit(action.data, tree, given);
      case 'dissolve-unit':
        return dissolveUnit(action.data, tree, given);
      case 'propose-resize':
        return proposeResize(action.data, tree, given.occurredOn);
      case 'decide-resize':
        return decideResize(action.data, tree, given.occurredOn);
    }
  },
};

function foundUnit(data: FoundUnit, tree: UnitTree, { id, occurredOn }: Given): Decision<TerritoryFact> {
  const from = data.from ?? occurredOn;
  const there = unitEver(tree, data.code);
  if (there) return isAsFounded(there, data, from) ? [] : refuse('unit.code-exists', { field: 'code', values: { code: data.code } });
  if (!kindsOf(data.level).includes(data.kind))
    return refuse('unit.level-kind', { field: 'kind', values: { level: data.level, kind: data.kind } });
  const isCity = data.level === 'city';
  if (isCity ? data.code !== id || data.parent !== undefined : data.parent === undefined)
    return refuse('unit.another-city', { field: isCity ? 'code' : 'parent', values: { city: id } });
  if (!hasCodeForm(data.code, data.kind, data.parent))
    return refuse('unit.code-form', { field: 'code', values: { code: data.code, kind: data.kind } });
  const wrong = data.parent === undefined ? undefined : wrongParent(tree, data.level, data.parent, from);
  return wrong ?? [{ type: 'UnitFounded', data: { ...data, from } }];
}

function renameUnit(data: RenameUnit, tree: UnitTree, on: Day): Decision<TerritoryFact> {
  const unit = unitOn(tree, data.code, on);
  if (!unit) return notAlive(data.code, on);
  return unit.name === data.name ? [] : [{ type: 'UnitRenamed', data }];
}

function moveUnit(data: MoveUnit, tree: UnitTree, on: Day): Decision<TerritoryFact> {
  const unit = unitOn(tree, data.code, on);
  if (!unit) return notAlive(data.code, on);
  if (unit.parent === data.parent) return [];
  return wrongParent(tree, unit.level, data.parent, on) ?? [{ type: 'UnitMoved', data }];
}

function mergeUnits(data: MergeUnits, tree: UnitTree, { occurredOn: on, city }: Given): Decision<TerritoryFact> {
  if (data.codes.every((code) => sameList(unitEver(tree, code)?.became, [data.into]))) return [];
  if (data.codes.includes(data.into)) return refuse('unit.merged-into-itself', { field: 'codes', values: { into: data.into } });
  if ([...data.codes, data.into].includes(city)) return refuse('unit.city-stays', { field: 'codes' });
  const into = livesOnFrom(tree, data.into, on) ? unitEver(tree, data.into) : undefined;
  if (!into) return notAlive(data.into, on, 'into');
  for (const code of data.codes) {
    const unit = livesOnFrom(tree, code, on) ? unitEver(tree, code) : undefined;
    if (!unit) return notAlive(code, on, 'codes');
    if (unit.level !== into.level) return refuse('unit.levels-differ', { field: 'codes' });
    const orphans = childrenFrom(tree, code, on);
    if (orphans.length > 0) return orphaned(code, orphans);
  }
  return [{ type: 'UnitsMerged', data }];
}

function splitUnit(data: SplitUnit, tree: UnitTree, { occurredOn: on, city }: Given): Decision<TerritoryFact> {
  const unit = unitEver(tree, data.code);
  const codes = data.parts.map((part) => part.code);
  if (unit && sameList(unit.became, codes) && data.parts.every((part) => unitEver(tree, part.code)?.spans[0]?.name === part.name))
    return [];
  if (data.code === city) return refuse('unit.city-stays', { field: 'code' });
  if (!unit || !livesOnFrom(tree, data.code, on)) return notAlive(data.code, on);
  const taken = codes.find((code, i) => unitEver(tree, code) !== undefined || codes.indexOf(code) !== i);
  if (taken !== undefined) return refuse('unit.code-exists', { field: 'parts', values: { code: taken } });
  const parent = unitOn(tree, data.code, on)?.parent ?? city;
  const misformed = codes.find((code) => !hasCodeForm(code, unit.kind, parent));
  if (misformed !== undefined) return refuse('unit.code-form', { field: 'parts', values: { code: misformed, kind: unit.kind } });
  return (
    divided(data, childrenFrom(tree, data.code, on)) ?? [
      { type: 'UnitSplit', data: { ...data, level: unit.level, kind: unit.kind, parent } },
    ]
  );
}

/** Every child goes to exactly one part, and nothing else does. */
function divided(data: SplitUnit, children: readonly string[]): Decision<TerritoryFact> | undefined {
  const given = data.parts.flatMap((part) => part.children);
  const stray = given.find((child, i) => !children.includes(child) || given.indexOf(child) !== i);
  if (stray !== undefined) return refuse('unit.not-its-child', { field: 'parts', values: { child: stray, code: data.code } });
  const orphans = children.filter((child) => !given.includes(child));
  return orphans.length > 0 ? orphaned(data.code, orphans) : undefined;
}

function dissolveUnit({ code, reason }: DissolveUnit, tree: UnitTree, { occurredOn: on, city }: Given): Decision<TerritoryFact> {
  if (code === city) return refuse('unit.city-stays', { field: 'code' });
  if (sameList(unitEver(tree, code)?.became, [])) return [];
  if (!livesOnFrom(tree, code, on)) return notAlive(code, on);
  const orphans = childrenFrom(tree, code, on);
  return orphans.length > 0 ? orphaned(code, orphans) : [{ type: 'UnitDissolved', data: { code, reason } }];
}

function proposeResize(data: ProposeResize, tree: UnitTree, on: Day): Decision<TerritoryFact> {
  const there = own(tree.proposals, data.proposal);
  if (there) {
    const same = there.code === data.code && there.plan === data.plan && there.reason === data.reason;
    return same ? [] : refuse('resize.proposal-exists', { field: 'proposal', values: { proposal: data.proposal } });
  }
  const unit = unitOn(tree, data.code, on);
  if (!unit) return notAlive(data.code, on);
  return unit.level === 'community' ? [{ type: 'ResizeProposed', data }] : refuse('unit.not-a-community', { field: 'code' });
}

function decideResize(data: DecideResize, tree: UnitTree, on: Day): Decision<TerritoryFact> {
  const { proposal: id, accepted, effectOn, reason } = data;
  const proposal = own(tree.proposals, id);
  if (!proposal) return refuse('resize.not-proposed', { field: 'proposal', values: { proposal: id } });
  const { decided } = proposal;
  if (decided) {
    const same = decided.accepted === accepted && decided.effectOn === effectOn && decided.reason === reason;
    return same ? [] : refuse('resize.already-decided', { values: { proposal: id } });
  }
  if (on < proposal.on) return refuse('resize.decided-before-proposed', { values: { on: proposal.on } });
  if (accepted && effectOn === undefined) return refuse('resize.effect-missing', { field: 'effectOn' });
  return effectOn !== undefined && effectOn < on
    ? refuse('resize.effect-before-decision', { field: 'effectOn' })
    : [{ type: 'ResizeDecided', data }];
}

function wrongParent(tree: UnitTree, level: Unit['level'], parent: string, on: Day): Decision<TerritoryFact> | undefined {
  if (!livesOnFrom(tree, parent, on)) return refuse('unit.parent-not-alive', { field: 'parent', values: { parent, on } });
  return unitEver(tree, parent)?.level === levelAbove(level)
    ? undefined
    : refuse('unit.parent-level', { field: 'parent', values: { parent } });
}

function notAlive(code: string, on: Day, field = 'code'): Decision<TerritoryFact> {
  return refuse('unit.not-alive', { field, values: { code, on } });
}

function orphaned(code: string, children: readonly string[]): Decision<TerritoryFact> {
  return refuse('unit.orphans', { values: { code, children: children.slice(0, 10).join('、') } });
}

function isAsFounded(unit: Unit, data: FoundUnit, from: Day): boolean {
  const first = unit.spans[0];
  return (
    unit.level === data.level &&
    unit.kind === data.kind &&
    first?.name === data.name &&
    first.parent === (data.parent ?? null) &&
    (data.from === undefined || first.from === from)
  );
}

function sameList(a: readonly string[] | undefined, b: readonly string[]): boolean {
  return a !== undefined && a.length === b.length && a.every((item, i) => item === b[i]);
}

function founded(tree: UnitTree, { code, level, kind, name, parent, from }: UnitFounded): UnitTree {
  const unit: Unit = { code, level, kind, spans: [{ from, name, parent: parent ?? null }], children: [] };
  return withChild(withUnit(tree, unit), parent, code);
}

function moved(tree: UnitTree, code: string, parent: string, on: Day): UnitTree {
  return withChild(
    changed(tree, code, (unit) => spanned(unit, on, { parent })),
    parent,
    code,
  );
}

function split(tree: UnitTree, { code, level, kind, parent, parts }: UnitSplit, on: Day): UnitTree {
  const made = parts.reduce((now, part) => {
    const unit: UnitFounded = { code: part.code, name: part.name, level, kind, parent, from: on };
    return part.children.reduce((after, child) => moved(after, child, part.code, on), founded(now, unit));
  }, tree);
  return ended(
    made,
    code,
    on,
    parts.map((part) => part.code),
  );
}

function ended(tree: UnitTree, code: string, on: Day, became: readonly string[]): UnitTree {
  return changed(tree, code, (unit) => ({ ...unit, ended: on, became }));
}

/** From a day on (its founding, when that lies later) this name or parent holds, until the next recorded change of the same. */
function spanned(unit: Unit, on: Day, change: Partial<Omit<Span, 'from'>>): Unit {
  const first = unit.spans[0];
  if (!first) return unit;
  const at = on < first.from ? first.from : on;
  const before = unit.spans.findLast((span) => span.from <= at) ?? first;
  const later = unit.spans.filter((span) => span.from > at);
  const carried = later.map((span, i) => carry(span, i === 0 ? before : later[i - 1], before, change));
  return { ...unit, spans: [...unit.spans.filter((span) => span.from < at), { ...before, from: at, ...change }, ...carried] };
}

/** A later span that only took a value over from before takes over the new one. */
function carry(span: Span, previous: Span | undefined, before: Span, change: Partial<Omit<Span, 'from'>>): Span {
  const name = change.name !== undefined && span.name === previous?.name && span.name === before.name ? change.name : span.name;
  const parent =
    change.parent !== undefined && span.parent === previous?.parent && span.parent === before.parent ? change.parent : span.parent;
  return { from: span.from, name, parent };
}

function changed(tree: UnitTree, code: string, change: (unit: Unit) => Unit): UnitTree {
  const unit = unitEver(tree, code);
  return unit ? withUnit(tree, change(unit)) : tree;
}

function withChild(tree: UnitTree, parent: string | undefined, child: string): UnitTree {
  if (parent === undefined) return tree;
  return changed(tree, parent, (unit) => (unit.children.includes(child) ? unit : { ...unit, children: [...unit.children, child] }));
}

function withProposal(tree: UnitTree, id: string, proposal: ResizeProposal): UnitTree {
  return { ...tree, proposals: { ...tree.proposals, [id]: proposal } };
}
