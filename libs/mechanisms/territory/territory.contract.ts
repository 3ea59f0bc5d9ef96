import type { JsonObject } from '#kernel';
import { contract, type Subject } from '#contracts';
import {
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
import { territoryRefusals } from './refusals.contract';

// Stored names: the category and the fact types are a format and never change.

const who = [{ roles: ['registrar'], power: 'territory.govern' }] as const;
const about = (...codes: readonly unknown[]): readonly Subject[] =>
  codes.filter((c) => typeof c === 'string').map((id) => ({ kind: 'unit', id }));
const parts = (data: JsonObject): readonly JsonObject[] => (Array.isArray(data['parts']) ? (data['parts'] as readonly JsonObject[]) : []);
const listed = (data: JsonObject, member: string): readonly unknown[] =>
  Array.isArray(data[member]) ? (data[member] as readonly unknown[]) : [];

export const territoryContract = contract({
  category: 'territory',
  label: { zh: '区划', en: 'Territory' },
  clause: '三(一)',
  id: {
    pattern: '^\\d{6}$',
    says: { zh: '应为市的 6 位区划代码', en: 'must be the 6-digit code of the city' },
    label: { zh: '市', en: 'City' },
  },
  readers: 'public',
  state: {
    districts: { zh: '辖区', en: 'Districts' },
    proposals: { zh: '规模调整', en: 'Resizes' },
    spans: { zh: '沿革', en: 'Spans' },
    ended: { zh: '撤销日', en: 'Ended on' },
    children: { zh: '下辖单位', en: 'Units below' },
  },
  actions: {
    'found-unit': {
      label: { zh: '设立单位', en: 'Found a unit' },
      payload: FoundUnit,
      compensation: { action: 'dissolve-unit', data: (data, reason) => ({ code: data['code'] ?? '', reason }) },
      facts: ['UnitFounded'],
      who,
      clause: '三(一)',
      refusals: [
        'unit.code-exists',
        'unit.level-kind',
        'unit.code-form',
        'unit.parent-not-alive',
        'unit.parent-level',
        'unit.another-city',
      ],
      effectiveOn: 'from',
    },
    'rename-unit': {
      label: { zh: '更名', en: 'Rename' },
      payload: RenameUnit,
      facts: ['UnitRenamed'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive'],
    },
    'move-unit': {
      label: { zh: '调整隶属', en: 'Move' },
      payload: MoveUnit,
      facts: ['UnitMoved'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.parent-not-alive', 'unit.parent-level'],
    },
    'merge-units': {
      label: { zh: '合并', en: 'Merge' },
      payload: MergeUnits,
      facts: ['UnitsMerged'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.merged-into-itself', 'unit.levels-differ', 'unit.orphans', 'unit.city-stays'],
    },
    'split-unit': {
      label: { zh: '拆分', en: 'Split' },
      payload: SplitUnit,
      facts: ['UnitSplit'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.city-stays', 'unit.code-exists', 'unit.code-form', 'unit.orphans', 'unit.not-its-child'],
    },
    'dissolve-unit': {
      label: { zh: '撤销单位', en: 'Dissolve' },
      payload: DissolveUnit,
      facts: ['UnitDissolved'],
      who,
      clause: '三(一)',
      refusals: ['unit.not-alive', 'unit.orphans', 'unit.city-stays'],
    },
    'propose-resize': {
      label: { zh: '提出规模调整', en: 'Propose a resize' },
      payload: ProposeResize,
      facts: ['ResizeProposed'],
      who,
      clause: '4',
      refusals: ['unit.not-alive', 'unit.not-a-community', 'resize.proposal-exists'],
    },
    'decide-resize': {
      label: { zh: '决定规模调整', en: 'Decide a resize' },
      payload: DecideResize,
      facts: ['ResizeDecided'],
      who,
      clause: '4',
      refusals: [
        'resize.not-proposed',
        'resize.already-decided',
        'resize.effect-before-decision',
        'resize.effect-missing',
        'resize.decided-before-proposed',
      ],
      effectiveOn: 'effectOn',
    },
  },
  corrections: {
    'rename-unit': { by: ['rename-unit'], says: { zh: '再更名一次，写上正确的名称', en: 'Rename it once more, to the right name' } },
    'move-unit': { by: ['move-unit'], says: { zh: '再调整一次，写上正确的上级单位', en: 'Move it once more, to the right unit' } },
    'merge-units': {
      by: ['split-unit'],
      says: { zh: '代码不再重用：请用新代码重新拆分', en: 'Codes are never used again: split it under new codes' },
    },
    'split-unit': { by: ['merge-units'], says: { zh: '请把拆出的单位重新合并', en: 'Merge the parts again' } },
    'dissolve-unit': {
      by: ['found-unit'],
      says: { zh: '代码不再重用：请用新代码重新设立', en: 'Codes are never used again: found it under a new one' },
    },
    'propose-resize': {
      by: ['decide-resize'],
      says: { zh: '请以“不同意”作出决定，再另提方案', en: 'Decide against it, then propose another' },
    },
    'decide-resize': { by: ['propose-resize'], says: { zh: '决定不能更改，请另提方案', en: 'A decision stands: propose another' } },
  },
  facts: {
    UnitFounded: {
      label: { zh: '单位已设立', en: 'Unit founded' },
      data: UnitFounded,
      says: { zh: '设立 {name}（{code}），自 {from} 起', en: '{name} ({code}) founded from {from}' },
      tells: { zh: '设立「{name}」', en: '“{name}” founded' },
      subjects: (d) => about(d['code'], d['parent']),
    },
    UnitRenamed: {
      label: { zh: '单位已更名', en: 'Unit renamed' },
      data: RenameUnit,
      says: { zh: '{code} 更名为 {name}', en: '{code} renamed to {name}' },
      tells: { zh: '更名为「{name}」', en: 'Renamed to “{name}”' },
      subjects: (d) => about(d['code']),
    },
    UnitMoved: {
      label: { zh: '隶属已调整', en: 'Unit moved' },
      data: MoveUnit,
      says: { zh: '{code} 改隶 {parent}', en: '{code} moved to {parent}' },
      tells: { zh: '改由{parent}管理', en: 'Moved to {parent}' },
      subjects: (d) => about(d['code'], d['parent']),
    },
    UnitsMerged: {
      label: { zh: '单位已合并', en: 'Units merged' },
      data: MergeUnits,
      says: { zh: '{codes} 并入 {into}', en: '{codes} merged into {into}' },
      tells: { zh: '{codes}并入{into}', en: '{codes} merged into {into}' },
      subjects: (d) => about(...listed(d, 'codes'), d['into']),
    },
    UnitSplit: {
      label: { zh: '单位已拆分', en: 'Unit split' },
      data: UnitSplit,
      says: { zh: '拆分 {code}', en: '{code} split' },
      tells: { zh: '{code}拆分', en: '{code} split' },
      subjects: (d) => about(d['code'], ...parts(d).map((part) => part['code'])),
    },
    UnitDissolved: {
      label: { zh: '单位已撤销', en: 'Unit dissolved' },
      data: DissolveUnit,
      says: { zh: '撤销 {code}：{reason}', en: '{code} dissolved: {reason}' },
      tells: { zh: '撤销：{reason}', en: 'Dissolved: {reason}' },
      subjects: (d) => about(d['code']),
    },
    ResizeProposed: {
      label: { zh: '规模调整已提出', en: 'Resize proposed' },
      data: ProposeResize,
      says: { zh: '{code} 规模调整方案 {proposal}：{plan}', en: 'Resize {proposal} of {code}: {plan}' },
      tells: { zh: '提出规模调整方案：{plan}', en: 'Resize proposed: {plan}' },
      subjects: (d) => about(d['code']),
    },
    ResizeDecided: {
      label: { zh: '规模调整已决定', en: 'Resize decided' },
      data: DecideResize,
      says: {
        zh: '规模调整方案 {proposal} 已决定（同意：{accepted}）：{reason}',
        en: 'Resize {proposal} decided (accepted: {accepted}): {reason}',
      },
      tells: { zh: '方案是否同意：{accepted}', en: 'Proposal accepted: {accepted}' },
    },
  },
  refusals: territoryRefusals,
});
